// How many requests a second the reference backend answers on this machine, which also asks them.
//   node tests/simulation/capacity.mjs
import { Agent, request } from 'node:http';
import { startBackend } from '../e2e/support/server.mjs';

const PEOPLE = 32;
const SECONDS = 4;

const backend = await startBackend({ dossiers: 1_000, licences: 20, faults: false });
const agent = new Agent({ keepAlive: true });

function ask(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request(backend.url + path, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function signedIn() {
  const body = new URLSearchParams({ person: 'p-1' });
  const answer = await fetch(`${backend.url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  const { csrfToken } = await (await fetch(`${backend.url}/api/session`, { headers: { cookie } })).json();
  return { cookie, 'X-CSRF-Token': csrfToken };
}

// All people do the same, each as soon as they have their answer.
async function rate(name, status, act) {
  const people = await Promise.all(Array.from({ length: PEOPLE }, signedIn));
  const end = Date.now() + SECONDS * 1000;
  let count = 0;
  const one = async (person) => {
    while (Date.now() < end) {
      const answer = await act(person);
      if (answer.statusCode !== status) throw new Error(`${name}: ${answer.statusCode}`);
      count += 1;
    }
  };
  await Promise.all(people.map(one));
  console.log(`${name}: ${Math.round(count / SECONDS)}/s`);
}

const version = async (path, person) => (await ask('GET', path, person)).headers.etag;
try {
  const someone = await signedIn();
  for (const path of ['/api/directory', '/api/conversation-settings']) {
    const known = await version(path, someone);
    await rate(`GET ${path} 304`, 304, (person) => ask('GET', path, { ...person, 'If-None-Match': known }));
  }
  await rate('GET /api/session', 200, (person) => ask('GET', '/api/session', person));
  await rate('GET /api/directory, gzip', 200, (person) => ask('GET', '/api/directory', { ...person, 'Accept-Encoding': 'gzip' }));
  const patch = JSON.stringify({ participation: { 'dos-1': { accountant: true } } });
  const headers = { 'If-Match': '*', 'Content-Type': 'application/merge-patch+json' };
  await rate('PATCH one choice', 200, (person) => ask('PATCH', '/api/conversation-settings', { ...person, ...headers }, patch));
} finally {
  agent.destroy();
  await backend.stop();
}
