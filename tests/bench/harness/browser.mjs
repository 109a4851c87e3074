// One fresh Chromium with a new, empty profile for each measured run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { inject } from './page.mjs';

export const NETS = {
  none: null,
  slow4g: { latency: 150, downloadThroughput: (1.6e6 / 8), uploadThroughput: (750e3 / 8) }, // Lighthouse's mobile
  fast4g: { latency: 40, downloadThroughput: (10e6 / 8), uploadThroughput: (5e6 / 8) },
};

export async function open(adapter, { cpu = 1, net = 'none' } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  await context.addInitScript({ content: inject(adapter) });
  const page = context.pages()[0] ?? (await context.newPage());
  const errors = [];
  page.on('pageerror', e => errors.push(String(e)));
  const cdp = await context.newCDPSession(page);
  // Thread time: what the main thread really worked, whatever else the machine does.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const throttle = async () => {
    if (cpu > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    if (NETS[net]) {
      await cdp.send('Network.enable');
      await cdp.send('Network.emulateNetworkConditions', { offline: false, ...NETS[net] });
    }
  };
  return {
    page, cdp, errors, throttle,
    /** Main-thread times so far, in ms, and node counts. */
    metrics: async () => Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(m => [m.name, /Duration$/.test(m.name) ? m.value * 1000 : m.value])),
    close: async () => { await context.close(); rmSync(profile, { recursive: true, force: true }); },
  };
}

/** Chromium's processes: type, id, cpuTime in seconds. */
async function processes(page) {
  const cdp = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  return processInfo;
}

/** Private memory of the page's renderer process, in bytes: JS heap, DOM, Wasm memory, compiled code. */
export async function rendererMemory(page) {
  const [{ id }] = (await processes(page)).filter(p => p.type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime); // the one that worked
  const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
  const kb = name => +text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1];
  return (kb('Private_Clean') + kb('Private_Dirty')) * 1024;
}

/** Processor seconds of the whole machine: in use, and in all. */
function machine() {
  const v = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1, 9).map(n => n / 100);
  const all = v.reduce((a, b) => a + b, 0);
  return { used: all - v[3] - v[4], all };
}

/** Call it at the start of a run; what it returns tells at the end which share of the machine others used. */
export function watchOthers() {
  const m = machine(), own = process.cpuUsage();
  return async page => {
    const n = machine(), me = process.cpuUsage(own);
    const chromium = (await processes(page)).reduce((s, p) => s + p.cpuTime, 0);
    return Math.max(0, (n.used - m.used - (me.user + me.system) / 1e6 - chromium) / (n.all - m.all));
  };
}

/** Waits (20 s at most) until other programs use less than `limit` of the machine. */
export async function quiet(limit = 0.15) {
  for (let i = 0; i < 40; i++) {
    const a = machine();
    await new Promise(ok => setTimeout(ok, 500));
    const b = machine();
    if ((b.used - a.used) / (b.all - a.all) <= limit) return;
  }
}

/** Reads the descriptions of apps: names of those in apps/, or paths. */
export const loadAdapters = (names) =>
  Promise.all(names.map(async (name) => {
    const path = name.includes('/') ? resolve(name) : fileURLToPath(new URL(`../apps/${name}.mjs`, import.meta.url));
    return (await import(path)).default;
  }));
