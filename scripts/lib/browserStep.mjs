import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { bin } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { say } from './progress.mjs';
import { oneSkipped } from './results.mjs';
import { startStack } from './stack.mjs';
import { jest } from './steps.mjs';

/** What the browser test is told about the page it looks at. */
const pageEnv = ({ url, openShiftAi, hasMkdocs, offered }, chromium) => ({
  CHROMIUM_PATH: chromium,
  PAGE_URL: url,
  SIMULATOR_CONTROL_URL: openShiftAi.control,
  HAS_MKDOCS: String(hasMkdocs),
  PORTAL_URL: offered.portal,
});

const command = [
  bin('jest'),
  '--config=e2e/jest.browser.config.js',
  '--runInBand',
];

/** Starts everything, a simulated 3scale too, on free ports in a folder of its own, and gives it to `use`. */
export async function withStack(use) {
  const dir = mkdtempSync(join(tmpdir(), 'model-catalog-'));
  const stack = startStack({ ports: await freePorts(), dir, maas: true });
  try {
    const up = await stack.ready;
    return await Promise.race([use(up), stack.failed]);
  } finally {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The browser test; `screenshots` is a folder to keep pictures of the pages in. */
export async function browserTest({ screenshots } = {}) {
  const chromium = findChromium();
  if (!chromium) {
    say(
      'No Chromium found (CHROMIUM_PATH names one): the browser test is skipped',
    );
    return oneSkipped;
  }
  return withStack(up =>
    jest('browser', command, {
      env: {
        ...pageEnv(up, chromium),
        ...(screenshots ? { SCREENSHOT_DIR: screenshots } : {}),
      },
    }),
  );
}

export const browserStep = { name: 'browser', run: () => browserTest() };
