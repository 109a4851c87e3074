import { DIRECTORY, SESSION, SETTINGS } from '../client.mjs';

/** Something that a backend does wrong, and the requirement that it breaks. */
export function fault(breaks, what, { request, answer }) {
  return { breaks, what, request, answer };
}

export const isPatch = ({ method }) => method === 'PATCH';
export const isRead = (path) => (request) => request.method === 'GET' && request.path === path;
export const readsSession = isRead(SESSION);
export const readsDirectory = isRead(DIRECTORY);
export const readsSettings = isRead(SETTINGS);
export const readsTeam = ({ path }) => /^\/api\/dossiers\/.*\/team$/.test(path);

/** The backend's refusals of one status look like something else. */
export function instead(status, change) {
  return {
    answer(answer, request) {
      if (isPatch(request) && answer.status === status) change(answer);
    },
  };
}
