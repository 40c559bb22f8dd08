import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod/v4';

const Environment = z.object({
  /** The page of a running `npm start`. */
  PAGE_URL: z.url(),
  CHROMIUM_PATH: z.string().min(1),
  SIMULATOR_CONTROL_URL: z.url(),
  /** Where pictures are kept; none are taken when it is unset. */
  SCREENSHOT_DIR: z.string().optional(),
});

/** A browser at the demo's page. */
export interface Session {
  readonly page: Page;
  readonly controlUrl: string;
  readonly pageUrl: string;
  /** Goes to a path of the demo. */
  open(path: string): Promise<void>;
  /** Keeps a picture of what is seen, where pictures are wanted. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

const SIZE = { width: 1440, height: 1000 };

async function newPage(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: SIZE });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  // As on a network without a way out: no page may wait for another site.
  await page.route(
    url => url.origin !== baseURL,
    route => route.abort(),
  );
  return page;
}

/** Starts the browser that the environment names; the demo signs it in by itself. */
export async function startSession(): Promise<Session> {
  const env = Environment.parse(process.env);
  const browser = await chromium.launch({
    executablePath: env.CHROMIUM_PATH,
    // Chromium's sandbox needs what containers and root do not have.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await newPage(browser, env.PAGE_URL);
  return {
    page,
    controlUrl: env.SIMULATOR_CONTROL_URL,
    pageUrl: env.PAGE_URL,
    open: async path => {
      await page.goto(path);
    },
    picture: async name => {
      if (!env.SCREENSHOT_DIR) return;
      mkdirSync(env.SCREENSHOT_DIR, { recursive: true });
      // Fonts and the graph's layout settle a little after the text is there.
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(1_000);
      await page.screenshot({ path: join(env.SCREENSHOT_DIR, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}
