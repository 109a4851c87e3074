// Faults of changing the settings.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { SESSION, SETTINGS } from '../client.mjs';
import { fault, instead, isPatch, readsSettings } from './fault.mjs';
import { answering, edit, read } from './proxy.mjs';

const PROBLEM = { type: 'urn:problem', title: 'Problem', detail: '' };

/** A change whose body the backend behind never sees as it was sent. */
const rewritten = (change) => ({
  request(request) {
    if (!isPatch(request)) return;
    let patch;
    try {
      patch = JSON.parse(request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body);
    } catch {
      return;
    }
    if (!patch || Array.isArray(patch) || typeof patch !== 'object') return;
    delete request.headers['content-encoding'];
    request.body = Buffer.from(JSON.stringify(change(patch) ?? patch));
  },
});

/** A change that is made although it must be refused with `status`: a harmless one stands for it. */
const accepted = (status) => ({
  async answer(answer, request, up) {
    if (!isPatch(request) || answer.status !== status) return;
    const { cookie } = request.headers;
    const { csrfToken } = read(await up('GET', SESSION, { cookie }));
    const { frequency } = read(await up('GET', SETTINGS, { cookie }));
    const headers = { cookie, 'x-csrf-token': csrfToken, 'if-match': '*', 'content-type': 'application/merge-patch+json' };
    Object.assign(answer, await up('PATCH', SETTINGS, headers, JSON.stringify({ frequency })));
  },
});

/** A refusal of `status` that goes by another. */
const called = (status, other) =>
  instead(status, (answer) => Object.assign(answer, answering(other, { ...PROBLEM, status: other })));

/** The rejections of one kind are kept back. */
const hidden = (kind) => ({
  answer(answer, request) {
    if (isPatch(request) && answer.status === 200) {
      edit(answer, ({ rejected }) => ({ rejected: rejected.filter(({ problem }) => problem !== kind) }));
    }
  },
});

async function contentVersion(up, cookie) {
  const { body } = await up('GET', SETTINGS, { cookie });
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
}

/** Versions that are made of the content, so that the same content has the same version. */
const byContent = {
  async request(request, up) {
    if (!isPatch(request)) return undefined;
    const current = await contentVersion(up, request.headers.cookie);
    if (request.headers['if-match'] === current) request.headers['if-match'] = '*';
    return undefined;
  },
  async answer(answer, request, up) {
    if ((readsSettings(request) || isPatch(request)) && answer.headers.etag) {
      answer.headers.etag = await contentVersion(up, request.headers.cookie);
    }
  },
};

/** Whatever version is named is taken for the present one, where `holds`. */
const anyVersion = (holds) => ({
  request(request) {
    if (isPatch(request) && holds(request.headers['if-match'])) request.headers['if-match'] = '*';
  },
});

/** A change that names somebody else’s token, or none, is made all the same. */
const anyToken = {
  async request(request, up) {
    if (!isPatch(request)) return;
    const session = read(await up('GET', SESSION, { cookie: request.headers.cookie ?? '' }));
    if (session.csrfToken) request.headers['x-csrf-token'] = session.csrfToken;
  },
};

export const CHANGING = [
  fault('S4', 'a change of somebody who has just signed out is made', {
    request(request) {
      if (request.headers.cookie) this.cookie = request.headers.cookie;
      else if (isPatch(request)) request.headers.cookie = this.cookie;
    },
  }),
  fault('S5', 'a change without the token is made', anyToken),
  fault('S5', '403 of a type that does not say that it is the token', instead(403, (answer) => edit(answer, (problem) => void (problem.type = 'about:blank')))),

  fault('C1', 'a change that is answered, and not made', {
    async request(request, up) {
      if (!isPatch(request)) return undefined;
      const { headers } = await up('GET', SETTINGS, { cookie: request.headers.cookie });
      return answering(200, { rejected: [] }, { etag: headers.etag });
    },
  }),
  fault('C1', 'a change that is made later than it is answered', {
    async answer(answer, request, up) {
      if (isPatch(request) && answer.status === 200) this.stale = this.last;
      if (readsSettings(request) && answer.status === 200) {
        const now = { ...answer };
        if (this.stale) Object.assign(answer, this.stale);
        this.stale = undefined;
        this.last = now;
      }
    },
  }),
  fault('C2', 'what a patch does not name goes back to its default', rewritten((patch) => ({ language: null, ...patch }))),
  fault('C3', 'null for one choice is taken for false', rewritten((patch) => {
    for (const choices of Object.values(patch.participation ?? {})) {
      for (const audience of Object.keys(choices ?? {})) choices[audience] ??= false;
    }
  })),
  fault('C4', 'null for a dossier is passed over', rewritten((patch) => {
    for (const [id, choices] of Object.entries(patch.participation ?? {})) if (choices === null) delete patch.participation[id];
  })),
  fault('C5', 'null for all participation is passed over', rewritten((patch) => {
    if (patch.participation === null) delete patch.participation;
  })),
  fault('C6', 'null for the language sets the one of the profile', rewritten((patch) => {
    if (patch.language === null) patch.language = 'fr';
  })),
  fault('C7', 'a frequency that was taken back is not read back', {
    answer(answer, request) {
      if (isPatch(request) && answer.status === 200) this.none = JSON.parse(request.body).frequency === null;
      if (readsSettings(request) && answer.status === 200 && this.none) edit(answer, (settings) => void delete settings.frequency);
    },
  }),
  fault('C8', 'each patch turns a choice round instead of setting it', {
    answer(answer, request) {
      if (isPatch(request) && answer.status === 200) this.odd = !this.odd;
      if (readsSettings(request) && answer.status === 200 && this.odd) {
        edit(answer, ({ participation }) => {
          for (const choices of Object.values(participation)) for (const name of Object.keys(choices)) choices[name] = !choices[name];
        });
      }
    },
  }),
  fault('C9', 'a compressed patch is taken for JSON', {
    request(request) {
      if (isPatch(request)) delete request.headers['content-encoding'];
    },
  }),
  fault('C10', 'a limit of 1 MiB, as servers in front have it', {
    request(request) {
      return isPatch(request) && request.body.length > 1 << 20 ? answering(413, { ...PROBLEM, status: 413 }) : undefined;
    },
  }),

  fault('V1', 'a change that names no version is made', anyVersion((version) => version === undefined)),
  fault('V2', 'a change based on an old version is made: the last word counts', anyVersion((version) => version !== undefined)),
  fault('V3', 'a patch that changes no value makes no version', byContent),
  fault('V4', 'the version of the same content is the same again', byContent),
  fault('V5', 'a repeated request is made again', {
    request(request) {
      if (!isPatch(request)) return;
      const same = this.last && request.body.equals(this.last);
      this.last = request.body;
      if (same) request.headers['if-match'] = '*';
    },
  }),
  fault('V6', 'versions are compared first and changes made later, so that two can pass', {
    async request(request, up) {
      if (!isPatch(request)) return;
      const { headers } = await up('GET', SETTINGS, { cookie: request.headers.cookie });
      const current = headers.etag === request.headers['if-match'];
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (current) request.headers['if-match'] = '*';
    },
  }),
  fault('V7', '* is no version', {
    request(request) {
      if (isPatch(request) && request.headers['if-match'] === '*') request.headers['if-match'] = '"*"';
    },
  }),
  fault('V8', 'a server in front compresses and makes versions weak', {
    answer(answer) {
      if (answer.headers['content-encoding'] === 'gzip' && answer.headers.etag) answer.headers.etag = `W/${answer.headers.etag}`;
    },
  }),
  fault('V9', 'a change is answered without the new version when the answer is compressed', {
    answer(answer, request) {
      if (isPatch(request) && request.headers['accept-encoding']) delete answer.headers.etag;
    },
  }),

  fault('X1', 'an unknown dossier is passed over in silence', hidden('unknown-dossier')),
  fault('X1', 'an unknown dossier refuses the whole patch', {
    request(request) {
      return isPatch(request) && request.body.includes('no-such-dossier') ? answering(422, { ...PROBLEM, status: 422 }) : undefined;
    },
  }),
  fault('X2', 'an unknown audience is passed over in silence', hidden('unknown-audience')),
  fault('X3', 'a choice that is no boolean is passed over in silence', hidden('invalid-value')),
  fault('X4', 'a frequency that is not offered is passed over', rewritten((patch) => {
    if (patch.frequency === 'yearly') delete patch.frequency;
  })),
  fault('X5', 'a language that is not offered is passed over', rewritten((patch) => {
    if (patch.language === 'tlh') delete patch.language;
  })),
  fault('X6', 'an unknown member is passed over', rewritten((patch) => void delete patch.user)),
  fault('X7', 'what is no object is a server error', called(422, 500)),
  fault('X8', 'what is no JSON is 422', called(400, 422)),
  fault('X9', 'any content type is taken', {
    request(request) {
      if (isPatch(request)) request.headers['content-type'] = 'application/merge-patch+json';
    },
  }),
  fault('X10', 'an unknown content coding is passed over', {
    request(request) {
      if (isPatch(request) && request.headers['content-encoding'] === 'compress') delete request.headers['content-encoding'];
    },
  }),
  fault('X11', 'a body that is too large is 500', called(413, 500)),
  fault('X12', 'a body that swells is taken however large it gets', accepted(413)),
  fault('X13', 'a stale version is said first', {
    async request(request, up) {
      if (!isPatch(request)) return undefined;
      const { headers } = await up('GET', SETTINGS, { cookie: request.headers.cookie });
      const stale = ![headers.etag, '*', undefined].includes(request.headers['if-match']);
      return stale ? answering(412, { ...PROBLEM, status: 412 }) : undefined;
    },
  }),

  fault('P1', 'the frequency is set for everybody', {
    async answer(answer, request) {
      if (isPatch(request) && answer.status === 200) this.everybodys = JSON.parse(request.body).frequency;
      if (readsSettings(request) && answer.status === 200 && this.everybodys) {
        edit(answer, (settings) => void (settings.frequency = this.everybodys));
      }
    },
  }),
  fault('P2', 'any token of any session is good', anyToken),
  fault('P3', 'a version of anybody’s settings is good', anyVersion((version) => version !== undefined)),
];
