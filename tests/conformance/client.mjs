// One person's requests to a backend, with nothing added or taken away: what was sent and came is what is seen.
import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Mismatch } from './expect.mjs';

export const SESSION = '/api/session';
export const DIRECTORY = '/api/directory';
export const SETTINGS = '/api/conversation-settings';
export const teamOf = (dossier) => `/api/dossiers/${encodeURIComponent(dossier)}/team`;

/** So long the app waits for an answer. */
const DEADLINE_MS = 20_000;
/** A backend that asks to be left alone for longer than this ends the run. */
const LONGEST_WAIT_S = 60;

export class Client {
  /** `headers`: what says who this is, such as `{ cookie: 'session=…' }`. Empty: nobody. */
  constructor(base, headers = {}) {
    this.base = base.replace(/\/+$/, '');
    this.headers = headers;
    /** How often the backend was too busy (429, 503). */
    this.turnedAway = 0;
  }

  get(path, headers = {}) {
    return this.send('GET', path, { headers });
  }

  /** A change with everything that it needs; `false` for a header leaves it out. */
  patch(patch, { etag, csrf, type = 'application/merge-patch+json', headers = {} }) {
    const all = { 'content-type': type, 'if-match': etag, 'x-csrf-token': csrf, ...headers };
    const body = typeof patch === 'string' || Buffer.isBuffer(patch) ? patch : JSON.stringify(patch);
    return this.send('PATCH', SETTINGS, { headers: all, body });
  }

  /** Makes a request; waits and repeats it when the backend asks for that. */
  async send(method, path, { headers = {}, body } = {}) {
    for (;;) {
      const answer = await this.once(method, path, { headers, body });
      if (answer.status !== 429 && answer.status !== 503) return answer;
      this.turnedAway += 1;
      const wait = Number(answer.header('retry-after'));
      if (!(wait >= 0 && wait <= LONGEST_WAIT_S)) {
        throw new Mismatch(`with ${answer.status}, a Retry-After of at most ${LONGEST_WAIT_S} seconds`, answer.head());
      }
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }

  once(method, path, { headers = {}, body } = {}) {
    const url = new URL(this.base + path);
    const all = Object.fromEntries(
      Object.entries({ accept: 'application/json', ...this.headers, ...headers }).filter(([, value]) => value),
    );
    if (body !== undefined) all['content-length'] = Buffer.byteLength(body);
    const request = (url.protocol === 'https:' ? requestByHttps : requestByHttp)(url, { method, headers: all, agent: false });
    const what = `${method} ${path}`;
    return new Promise((resolve, reject) => {
      const fail = (error) => reject(new Mismatch('an answer', `${what}: ${error.message}`));
      request.setTimeout(DEADLINE_MS, () => request.destroy(new Error(`no answer within ${DEADLINE_MS / 1000} s`)));
      request.on('error', fail);
      request.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', fail);
        response.on('aborted', () => fail(new Error('the answer broke off')));
        response.on('end', () => resolve(new Answer(what, response, Buffer.concat(chunks))));
      });
      request.end(body);
    });
  }
}

/** An answer, received to its end. */
export class Answer {
  constructor(what, { statusCode, headers }, raw) {
    this.what = what;
    this.status = statusCode;
    this.headers = headers;
    this.raw = raw;
  }

  header(name) {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  get etag() {
    return this.header('etag');
  }

  /** Without parameters such as a charset. */
  get type() {
    return this.header('content-type')?.split(';')[0].trim();
  }

  /** The text, decompressed. */
  text() {
    const coding = this.header('content-encoding');
    try {
      const plain = coding === 'gzip' ? gunzipSync(this.raw) : coding === 'br' ? brotliDecompressSync(this.raw) : this.raw;
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
    } catch (error) {
      throw new Mismatch('a body in UTF-8, in the content coding that is named', `${this.head()}: ${error.message}`);
    }
  }

  json() {
    try {
      return JSON.parse(this.text());
    } catch (error) {
      if (error instanceof Mismatch) throw error;
      throw new Mismatch('a body of JSON', `${this.head()}: ${this.text().slice(0, 200)}`);
    }
  }

  /** What it is, in a line. */
  head() {
    const named = ['content-type', 'etag', 'location', 'retry-after'].filter((name) => this.headers[name]);
    return [`${this.what} → ${this.status}`, ...named.map((name) => `${name}: ${this.header(name)}`)].join(', ');
  }
}
