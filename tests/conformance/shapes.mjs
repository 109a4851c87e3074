// The shapes of tests/contract/openapi.yaml, as far as the app reads them. Members and words that are not named
// here are allowed everywhere: a backend may add them.
//
// A shape takes a value and the place where it is, and gives what is wrong there, or nothing.
import { Mismatch } from './expect.mjs';

const primitive = (name, holds) => (value, place) =>
  holds(value) ? undefined : `${place} is ${JSON.stringify(value) ?? 'missing'}, not ${name}`;
const text = primitive('a text', (value) => typeof value === 'string');
const textOrNull = primitive('a text or null', (value) => value === null || typeof value === 'string');
const id = primitive('a text that is not empty', (value) => typeof value === 'string' && value !== '');
const flag = primitive('true or false', (value) => typeof value === 'boolean');
const list = primitive('a list', Array.isArray);
const distinct = primitive('a list of different values', (value) => Array.isArray(value) && new Set(value).size === value.length);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const anObject = primitive('an object', isObject);

const optional = (shape) => (value, place) => (value === undefined ? undefined : shape(value, place));
const first = (faults) => faults.find((fault) => fault !== undefined);
const listOf = (shape, kind = list) => (value, place) =>
  kind(value, place) ?? first(value.map((element, index) => shape(element, `${place}[${index}]`)));
const mapOf = (shape) => (value, place) =>
  anObject(value, place) ?? first(Object.entries(value).map(([name, part]) => shape(part, `${place}.${name}`)));
const object = (members) => (value, place) =>
  anObject(value, place) ?? first(Object.entries(members).map(([name, shape]) => shape(value[name], `${place}.${name}`)));

const choices = object({ entrepreneur: optional(flag), accountant: optional(flag) });
const person = object({ id, name: text, email: flag });
const member = object({ person: id, role: id, participation: optional(choices) });
const dossier = object({ id, name: text, number: text, team: listOf(member) });

export const Session = object({
  user: object({ id, name: text, email: textOrNull, profileLanguage: id }),
  audiences: listOf(id, distinct),
  frequencies: listOf(id, distinct),
  languages: listOf(id, distinct),
  csrfToken: id,
});
export const Directory = object({
  people: listOf(person),
  licences: listOf(object({ id, name: text, dossiers: listOf(dossier) })),
});
export const Settings = object({ frequency: id, language: optional(id), participation: mapOf(choices) });
export const Team = object({ dossier: object({ id, name: text }), me: id, people: listOf(person), team: listOf(member) });
export const Rejections = object({
  rejected: listOf(object({ dossier: text, audience: optional(text), problem: id })),
});

/** Fails when `value` has not the shape of that name in the contract. */
export function expectShape(value, shape, name) {
  const fault = shape(value, name);
  if (fault) throw new Mismatch(`the schema ${name} of openapi.yaml`, fault);
  return value;
}
