// The engines, each behind its own WebDriver, which speaks the same W3C protocol.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Builder } from 'selenium-webdriver';
import { ARGS, EXECUTABLE } from '../e2e/support/chromium.mjs';
import { freePort } from '../e2e/support/free-port.mjs';

const geckodriver = fileURLToPath(new URL('../../.tools/bin/geckodriver', import.meta.url));

/** What starts each engine's driver, and what is asked of it. WebKit has no headless mode: it gets a display. */
export const ENGINES = {
  Chromium: {
    driver: (port) => ['chromedriver', `--port=${port}`],
    capabilities: {
      browserName: 'chrome',
      'goog:chromeOptions': { binary: EXECUTABLE, args: [...ARGS, '--headless=new', '--window-size=1280,900', '--lang=fr-BE'] },
    },
  },
  'Firefox ESR': {
    driver: (port) => [geckodriver, '--host=127.0.0.1', `--port=${port}`, `--websocket-port=0`],
    capabilities: {
      browserName: 'firefox',
      'moz:firefoxOptions': {
        binary: '/usr/bin/firefox-esr',
        args: ['-headless', '--width=1280', '--height=900'],
        prefs: { 'intl.accept_languages': 'fr-BE, fr', 'intl.locale.requested': 'fr' },
      },
    },
  },
  WebKit: {
    driver: (port) => ['WebKitWebDriver', `--host=127.0.0.1`, `--port=${port}`],
    display: true,
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] },
    },
  },
};

/** Runs `use` with a session of an engine, and ends whatever was started for it. */
export async function withEngine(name, use) {
  const { driver, capabilities, display } = ENGINES[name];
  const port = await freePort();
  const [program, ...args] = driver(port);
  const environment = { ...process.env, LANG: 'fr_BE.UTF-8', LANGUAGE: 'fr' };
  const started = [];
  try {
    if (display) {
      const screen = await startDisplay(environment);
      started.push(screen.program);
      environment.DISPLAY = screen.name;
    }
    started.push(spawn(program, args, { env: environment, stdio: 'ignore' }));
    const session = await connect(`http://127.0.0.1:${port}`, capabilities);
    try {
      await session.manage().window().setRect({ width: 1280, height: 900 });
      await use(session);
    } finally {
      await session.quit();
    }
  } finally {
    for (const process of started.reverse()) await ended(process);
  }
}

async function connect(server, capabilities) {
  for (let attempt = 0; ; attempt += 1) {
    const { ready } = await fetch(`${server}/status`).then((answer) => answer.json()).then(({ value }) => value, () => ({}));
    if (ready) return new Builder().disableEnvironmentOverrides().usingServer(server).withCapabilities(capabilities).build();
    if (attempt === 100) throw new Error(`no driver at ${server}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A display that nobody looks at; it says itself which number was free. */
async function startDisplay(environment) {
  const program = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
    env: environment, stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    program.stdio[3].once('data', (text) => resolve(String(text).trim()));
    program.once('error', reject);
    program.once('exit', () => reject(new Error('Xvfb did not start')));
  });
  return { program, name: `:${number}` };
}

async function ended(program) {
  if (program.exitCode !== null || program.signalCode !== null || program.pid === undefined) return;
  const gone = new Promise((resolve) => program.once('exit', resolve));
  program.kill();
  await gone;
}

if (!existsSync(geckodriver)) throw new Error(`${geckodriver} is missing: tools/setup.sh test`);
