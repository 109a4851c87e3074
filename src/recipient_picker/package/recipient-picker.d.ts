/** Whom a question is for. */
export type Audience = 'entrepreneur' | 'accountant';

/** What a person is in a dossier. */
export type Role = 'manager' | 'collaborator' | 'entrepreneur';

/** The team of a dossier, as `GET /api/dossiers/{id}/team` answers it. */
export interface Team {
  dossier: { id: string; name: string };
  /** Who asks: never a candidate. */
  me?: string;
  people: { id: string; name: string; email?: boolean }[];
  team: { person: string; role: Role; participation?: Partial<Record<Audience, boolean | null>> }[];
}

/** Somebody who can be asked. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Whether they are a recipient unless the asker decides otherwise. */
  readonly preselected: boolean;
  /** Why, in the language of the picker. */
  readonly reason: string;
  /** Whether e-mail reaches them. */
  readonly reachable: boolean;
  /** Whether they are a recipient now. */
  readonly selected: boolean;
}

/** Why the candidates could not be had. */
export type ErrorCode =
  | 'unreachable'
  | 'unusable'
  | 'unknown-dossier'
  | 'no-access'
  | 'signed-out'
  | 'invalid-team'
  | 'not-started';

export interface RecipientPickerEventMap extends HTMLElementEventMap {
  /** The candidates are there. */
  ready: CustomEvent<null>;
  error: CustomEvent<{ code: ErrorCode; error?: unknown }> & ErrorEvent;
}

/**
 * The recipients of a question.
 *
 * @fires input - The selection changed; bubbles, composed.
 * @fires change - The selection changed; bubbles, composed.
 * @fires ready - The candidates are there.
 * @fires error - They could not be had: `detail.code`.
 */
export declare class RecipientPicker extends HTMLElement {
  static readonly formAssociated: true;
  /** The dossier's id. */
  dossier: string;
  audience: Audience;
  name: string;
  required: boolean;
  disabled: boolean;
  label: string;
  /** Where the backend is; the origin that the module came from, unless it is set. */
  apiBase: string;
  /** The ids of the recipients, in the order chosen. */
  value: string[];
  /** The team, given instead of being asked for. */
  team: Team | undefined;
  /** Everybody who can be asked, in the order of the list. */
  readonly candidates: readonly Candidate[];
  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  readonly type: 'recipient-picker';
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  /** Goes back to the default selection. */
  reset(): void;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

declare global {
  interface HTMLElementTagNameMap {
    'recipient-picker': RecipientPicker;
  }
}
