// Faults of the session, the directory, reading the settings, and the team.
import { SESSION } from '../client.mjs';
import { fault, isPatch, readsDirectory, readsSession, readsSettings, readsTeam } from './fault.mjs';
import { answering, edit, read } from './proxy.mjs';

/** Changes what a read that succeeded answers. */
const answers = (reads, change) => ({
  answer(answer, request) {
    if (reads(request) && answer.status === 200) edit(answer, change);
  },
});

/** Changes the headers of what a read answers. */
const heads = (reads, change) => ({
  answer(answer, request) {
    if (reads(request)) change(answer.headers);
  },
});

/** Never answers a conditional read with 304. */
const unconditional = (reads) => ({
  request(request) {
    if (reads(request)) delete request.headers['if-none-match'];
  },
});

const eachDossier = (directory, change) =>
  directory.licences.forEach(({ dossiers }) => dossiers.forEach(change));

export const READING = [
  fault('S1', 'the session without the person’s id', answers(readsSession, ({ user }) => void delete user.id)),
  fault('S1', 'the session in a content type of its own', heads(readsSession, (headers) => (headers['content-type'] = 'text/json'))),
  fault('S2', 'frequencies of its own', answers(readsSession, (session) => void (session.frequencies = ['DAILY', 'NEVER']))),
  fault('S3', 'a redirect to the page to sign in on', {
    answer(answer) {
      if (answer.status === 401) Object.assign(answer, { status: 302, headers: { location: '/sign-in' }, body: Buffer.alloc(0) });
    },
  }),
  fault('S3', '401 that does not say where to sign in', {
    answer(answer) {
      if (answer.status === 401) edit(answer, (problem) => void delete problem.signIn);
    },
  }),
  fault('S6', 'a new token at each read, which ends the one before', {
    answer(answer, request) {
      if (!readsSession(request) || answer.status !== 200) return;
      this.reads = (this.reads ?? 0) + 1;
      edit(answer, (session) => void (session.csrfToken += `.${this.reads}`));
    },
    request(request) {
      const [token, number] = (request.headers['x-csrf-token'] ?? '').split('.');
      if (isPatch(request) && number) request.headers['x-csrf-token'] = Number(number) === this.reads ? token : 'old';
    },
  }),

  fault('D1', 'a dossier without a team', answers(readsDirectory, ({ licences }) => void delete licences[0].dossiers[0].team)),
  fault('D2', 'one dossier in two licences', answers(readsDirectory, ({ licences }) => void licences.at(-1).dossiers.push(licences[0].dossiers[0]))),
  fault('D2', 'a licence without dossiers', answers(readsDirectory, ({ licences }) => void licences.push({ id: 'empty', name: 'Empty', dossiers: [] }))),
  fault('D2', 'a member who is not among the people', answers(readsDirectory, ({ people }) => void people.pop())),
  fault('D3', 'the reader’s own choices in the directory', {
    async answer(answer, request, up) {
      if (!readsDirectory(request) || answer.status !== 200) return;
      const { cookie } = request.headers;
      const own = read(await up('GET', '/api/conversation-settings', { cookie }));
      const { user } = read(await up('GET', SESSION, { cookie }));
      edit(answer, (directory) =>
        eachDossier(directory, ({ id, team }) => {
          if (own.participation[id]) team.find(({ person }) => person === user.id).participation = own.participation[id];
        }),
      );
    },
  }),
  fault('D4', 'a directory without a version', heads(readsDirectory, (headers) => delete headers.etag)),
  fault('D4', 'a weak version', heads(readsDirectory, (headers) => (headers.etag = `W/${headers.etag}`))),
  fault('D5', 'the whole directory although the reader has it', unconditional(readsDirectory)),
  fault('D6', '304 whatever version the reader has', {
    answer(answer, request) {
      if (readsDirectory(request) && request.headers['if-none-match']) Object.assign(answer, { status: 304, body: Buffer.alloc(0) });
    },
  }),
  fault('D7', 'a new version of the directory at each change of the reader’s own', {
    answer(answer, request) {
      if (isPatch(request) && answer.status === 200) this.changes = (this.changes ?? 0) + 1;
      if (readsDirectory(request) && answer.headers.etag) answer.headers.etag = `${answer.headers.etag.slice(0, -1)}.${this.changes ?? 0}"`;
    },
    request(request) {
      const [, version, changes] = /^(.*)\.(\d+)"$/.exec(request.headers['if-none-match'] ?? '') ?? [];
      if (readsDirectory(request) && version) request.headers['if-none-match'] = Number(changes) === (this.changes ?? 0) ? `${version}"` : '"old"';
    },
  }),
  fault('D8', 'a long directory that is never compressed', {
    request(request) {
      if (readsDirectory(request)) delete request.headers['accept-encoding'];
    },
  }),
  fault('D9', 'a version of the compressed form that is not known again', {
    request(request) {
      const known = request.headers['if-none-match'];
      if (readsDirectory(request) && known?.includes('-gzip')) request.headers['if-none-match'] = '"unknown"';
    },
  }),

  fault('R1', 'a frequency that is not offered', answers(readsSettings, (settings) => void (settings.frequency = 'yearly'))),
  fault('R1', 'null for choices that were not made', answers(readsSettings, (settings) => void (settings.participation['dos-2'] = { accountant: null }))),
  fault('R1', 'dossiers without a choice', answers(readsSettings, (settings) => void (settings.participation['dos-2'] = {}))),
  fault('R2', 'settings without a version', heads(readsSettings, (headers) => delete headers.etag)),
  fault('R3', 'the settings although the reader has them', unconditional(readsSettings)),
  fault('R4', '304 for any version', {
    answer(answer, request) {
      if (readsSettings(request) && request.headers['if-none-match']) Object.assign(answer, { status: 304, body: Buffer.alloc(0) });
    },
  }),
  fault('R5', 'no word on how a change may be compressed', heads(readsSettings, (headers) => delete headers['accept-encoding'])),

  fault('T1', 'a team that does not say who the reader is', answers(readsTeam, (team) => void (team.me = 'somebody'))),
  fault('T2', 'roles that are not those of the directory', answers(readsTeam, ({ team }) => team.forEach((member) => void (member.role = 'collaborator')))),
  fault('T3', 'a team without the reader’s own choices', answers(readsTeam, ({ me, team }) => void delete team.find(({ person }) => person === me).participation)),
  fault('T4', '500 for an id that it does not expect', {
    request(request) {
      if (readsTeam(request) && /%2F|%25/.test(request.path)) return answering(500, { type: 'about:blank', title: '', status: 500, detail: '' });
      return undefined;
    },
  }),
  fault('T4', 'an empty team for a dossier that does not exist', {
    answer(answer, request) {
      if (!readsTeam(request) || answer.status !== 404) return;
      Object.assign(answer, answering(200, { dossier: { id: 'x', name: '' }, me: 'p-1', people: [], team: [] }));
    },
  }),
  fault('T5', '403 for a dossier that exists', {
    answer(answer, request) {
      if (readsTeam(request) && answer.status === 404 && request.path.includes('dos-')) {
        Object.assign(answer, answering(403, { type: 'urn:forbidden', title: 'Forbidden', status: 403, detail: 'Not yours.' }));
      }
    },
  }),

  fault('H1', 'answers that any cache may keep', heads(() => true, (headers) => (headers['cache-control'] = 'max-age=60'))),
  fault('H1', 'answers that may not be kept at all', heads(() => true, (headers) => (headers['cache-control'] = 'private, no-cache, no-store'))),
  fault('H2', 'answers that do not say that they depend on who asks', heads(() => true, (headers) => (headers.vary = 'Accept-Encoding'))),
  fault('H3', 'the app’s page for unknown paths, also under /api', {
    answer(answer, request) {
      if (request.path.includes('no-such-path')) {
        Object.assign(answer, { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<!doctype html>') });
      }
    },
  }),
  fault('H4', 'a limit on requests that does not say for how long', {
    request(request) {
      this.asked = (this.asked ?? 0) + Number(readsSession(request));
      return this.asked > 20 ? answering(429, { type: 'about:blank', title: 'Slow down', status: 429, detail: '' }) : undefined;
    },
  }),
  fault('H5', 'a page of a server in front instead of the problem document', {
    answer(answer, request) {
      if (answer.status < 400 || !request.headers.accept?.includes('text/html')) return;
      Object.assign(answer, { headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>Not Found</h1>') });
    },
  }),
  fault('H6', 'a preflight that does not allow If-Match', {
    answer(answer, request) {
      if (request.method === 'OPTIONS') answer.headers['access-control-allow-headers'] = 'Content-Type, X-CSRF-Token';
    },
  }),
  fault('H7', 'versions that a page of another origin cannot read', {
    answer(answer) {
      delete answer.headers['access-control-expose-headers'];
    },
  }),
];
