import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod/v4';

const Environment = z.object({
  /** The page of a running `npm start`. */
  PAGE_URL: z.url(),
  CHROMIUM_PATH: z.string().min(1),
  SIMULATOR_CONTROL_URL: z.url(),
  /** Of the simulated 3scale, where it runs. */
  PORTAL_URL: z.url().optional(),
  /** Where pictures are kept; none are taken when it is unset. */
  SCREENSHOT_DIR: z.string().optional(),
});

/** A browser at the demo's page. */
export interface Session {
  readonly page: Page;
  readonly controlUrl: string;
  readonly pageUrl: string;
  /** The developer portal of the simulated 3scale. */
  readonly portalUrl: string | undefined;
  /** Goes to a path of the demo. */
  open(path: string): Promise<void>;
  /** A page of another site, e.g. the developer portal. */
  visit(url: string): Promise<Page>;
  /** Keeps a picture of what is seen, where pictures are wanted; of the demo's page unless another is given. */
  picture(name: string, of?: Page): Promise<void>;
  close(): Promise<void>;
}

const SIZE = { width: 1440, height: 1000 };
/** Of pages that have little on them. */
const SMALL = { width: 1120, height: 560 };

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
    portalUrl: env.PORTAL_URL,
    open: async path => {
      await page.goto(path);
    },
    visit: async url => {
      const other = await newPage(browser, new URL(url).origin);
      await other.setViewportSize(SMALL);
      await other.goto(url);
      return other;
    },
    picture: async (name, of = page) => {
      if (!env.SCREENSHOT_DIR) return;
      mkdirSync(env.SCREENSHOT_DIR, { recursive: true });
      // Fonts and the graph's layout settle a little after the text is there.
      await of.waitForLoadState('networkidle');
      await of.waitForTimeout(1_000);
      await of.screenshot({ path: join(env.SCREENSHOT_DIR, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}
