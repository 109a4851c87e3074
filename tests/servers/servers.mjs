// nginx and Caddy with the very configurations that a release ships, as ordinary processes on free ports. Only what
// the configurations name as to be changed is replaced, in the way that docs/deploy.md says.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../e2e/support/free-port.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const DIST = process.env.DIST ?? join(ROOT, 'dist');

const SERVERS = {
  nginx: {
    configuration: 'deploy/nginx.conf',
    // What Debian's /etc/nginx/nginx.conf has around it, without what only root may do.
    around: (folder) => `daemon off; pid ${folder}/pid; error_log stderr;
include /etc/nginx/modules-enabled/*.conf;
events {}
http {
  include /etc/nginx/mime.types; default_type application/octet-stream; gzip on;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  include ${folder}/shipped;
}`,
    command: (folder) => ['nginx', '-c', `${folder}/main`, '-e', 'stderr'],
    more: (text, folder) => text.replaceAll('/var/log/nginx/', `${folder}/`),
  },
  Caddy: {
    configuration: 'deploy/Caddyfile',
    around: (folder) => `{\n\tadmin off\n}\nimport ${folder}/shipped\n`,
    command: (folder) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', `${folder}/main`],
    more: (text) => text,
  },
};

export const NAMES = Object.keys(SERVERS);

/** Starts a server for a copy of the bundle, under `base` (`''`, or a path without the last slash). */
export async function startServer(name, { base, backend }) {
  const { configuration, around, command, more } = SERVERS[name];
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  // Started by root, nginx reads files as nobody.
  chmodSync(folder, 0o755);
  const site = join(folder, 'site');
  cpSync(DIST, site, { recursive: true, preserveTimestamps: true });
  const port = await freePort();
  const text = readFileSync(join(ROOT, configuration), 'utf8')
    .replaceAll('8000', String(port))
    .replaceAll('/portal/settings', base)
    .replaceAll('/srv/conversation-settings/site', site)
    .replaceAll('127.0.0.1:8080', new URL(backend.url).host);
  writeFileSync(join(folder, 'shipped'), more(text, folder));
  writeFileSync(join(folder, 'main'), around(folder));
  const [program, ...args] = command(folder);
  let said = '';
  const started = spawn(program, args, {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => started.once('close', resolve));
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !(await answers(origin)); attempt += 1) {
    if (attempt === 100 || started.exitCode !== null) throw new Error(`${name} did not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    site,
    origin,
    /** Of the app. */
    url: `${origin}${base}`,
    log: () => readFileSync(join(folder, 'conversation-settings.log'), 'utf8'),
    stop: async () => {
      started.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const answers = (origin) => fetch(origin, { redirect: 'manual' }).then(() => true, () => false);
