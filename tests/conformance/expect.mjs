// How a requirement says what it expected and what it saw.

/** The backend does otherwise than the contract says. */
export class Mismatch extends Error {
  constructor(expected, seen) {
    super(`expected ${expected}; saw ${seen}`);
    this.expected = expected;
    this.seen = seen;
  }
}

/** The requirement cannot be looked at with what was given. */
export class NotChecked extends Error {}

/** Fails, if `holds` does not, with what was expected and what was seen instead. */
export function expect(holds, expected, seen) {
  if (!holds) throw new Mismatch(expected, typeof seen === 'string' ? seen : JSON.stringify(seen)?.slice(0, 300) ?? 'nothing');
}

/** The same JSON, whatever the order of members. */
export function same(one, other) {
  return canonical(one) === canonical(other);
}

function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

export function expectStatus(answer, status) {
  expect(answer.status === status, `status ${status}`, answer.head());
  return answer;
}

export function expectJson(answer, status = 200) {
  expectStatus(answer, status);
  expect(answer.type === 'application/json', 'Content-Type: application/json', answer.head());
  return answer.json();
}

/** A strong validator in quotes. */
export function expectETag(answer) {
  expect(/^"[^"]+"$/.test(answer.etag ?? ''), 'a strong ETag, in quotes and without W/', answer.head());
  return answer.etag;
}

/** A problem document (RFC 9457) of this status. */
export function expectProblem(answer, status) {
  expectStatus(answer, status);
  expect(answer.type === 'application/problem+json', 'Content-Type: application/problem+json', answer.head());
  const problem = answer.json();
  const sound =
    problem?.status === status && ['type', 'title', 'detail'].every((name) => typeof problem[name] === 'string');
  expect(sound, `a document with the texts type, title, detail, and status ${status}`, problem);
  return problem;
}
