// Starts the reference backend on a free port, and looks behind its scenes.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BACKEND = process.env.BACKEND ?? join(ROOT, 'target/release/reference-backend');
const DIST = process.env.DIST ?? join(ROOT, 'dist');

// `serve`: { '/api/directory': text or JSON }, answered instead of the real content.
// Everything else is an option of `reference-backend --help`, written in camel case.
export async function startBackend({ serve = {}, faults = true, dist = DIST, ...options } = {}) {
  if (!existsSync(BACKEND)) throw new Error(`${BACKEND} is missing: make backend`);
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`${dist} holds no bundle: make build`);
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  const args = ['--port', '0', '--dist', dist];
  if (faults) args.push('--faults');
  for (const [name, value] of Object.entries(options)) {
    args.push(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value));
  }
  const files = new Map();
  for (const [path, content] of Object.entries(serve)) {
    const file = join(folder, String(files.size));
    files.set(path, file);
    writeFileSync(file, asText(content));
    args.push('--serve', `${path}=${file}`);
  }
  const program = spawn(BACKEND, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let output = '';
    program.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /listening on (\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    program.once('error', reject);
    program.once('exit', (code) => reject(new Error(`the backend ended with ${code}`)));
  });
  const end = async (signal) => {
    program.kill(signal);
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return new Backend(url, files, end);
}

class Backend {
  constructor(url, files, end) {
    this.url = url;
    this.files = files;
    this.stop = () => end('SIGTERM');
    // Without giving it the time to do anything more.
    this.kill = () => end('SIGKILL');
  }

  // Changes what a path that was given to `serve` answers.
  serve(path, content) {
    writeFileSync(this.files.get(path), asText(content));
  }

  async hook(method, path, body) {
    const answer = await fetch(`${this.url}/__${path}`, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} /__${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  // Lets the next request of this kind go wrong: `await backend.fault('PATCH', '/api/conversation-settings', { status: 422 })`.
  fault(method, path, fault, { skip = 0, times = 1 } = {}) {
    return this.hook('POST', 'faults', { match: { method, path }, skip, times, fault });
  }

  // Every value that really changed in the database, in order.
  async applied(person = 'p-1') {
    return (await this.hook('GET', `applied?person=${person}`)).applied;
  }

  async requests(method, path) {
    const { requests } = await this.hook('GET', 'requests');
    return requests.filter((request) => request.method === method && request.path === path);
  }

  // Changes somebody's settings as if in another window.
  changeElsewhere(patch, person = 'p-1') {
    return this.hook('POST', 'settings', { person, patch });
  }

  // A session of its own, for looking at what the database holds.
  async as(person = 'p-1') {
    const answer = await fetch(`${this.url}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ person }),
      redirect: 'manual',
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (answer.status !== 303 || !cookie) throw new Error(`signing in as ${person}: ${answer.status}`);
    return async (path) => {
      const read = await fetch(this.url + path, { headers: { cookie } });
      if (!read.ok) throw new Error(`GET ${path}: ${read.status}`);
      return read.json();
    };
  }

  async settings(person = 'p-1') {
    return (await this.as(person))('/api/conversation-settings');
  }

  async directory(person = 'p-1') {
    return (await this.as(person))('/api/directory');
  }
}

function asText(content) {
  return typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
}

// All dossiers of a directory, each with the user's own role, in order of display.
export function dossiersOf(directory, person = 'p-1') {
  return directory.licences.flatMap((licence) =>
    licence.dossiers.map((dossier) => ({
      ...dossier,
      licence: licence.id,
      role: dossier.team.find((member) => member.person === person)?.role,
    })),
  );
}

// Whether the user takes part, by what the backend holds: their own choice, else the default of the role.
export function participates(dossier, audience, settings) {
  const askedOf = { manager: 'accountant', entrepreneur: 'entrepreneur' };
  return settings.participation[dossier.id]?.[audience] ?? askedOf[dossier.role] === audience;
}
