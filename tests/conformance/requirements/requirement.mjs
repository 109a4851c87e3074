/**
 * One thing that a backend must do. `source` names where openapi.yaml asks for it: an operation and the status of
 * its answer, or a part of it. `check` throws a `Mismatch`, or `NotChecked`.
 */
export function requirement(id, source, text, check) {
  return { id, source, text, check };
}
