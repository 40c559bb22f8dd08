import type { Locator } from 'playwright-core';
import { entitiesBehind, type Entity, pageOf } from './catalogApi';
import { type Session, startSession } from './session';

const CARD = 'backstage.io/techdocs-ref';

/** What SPDX calls the page of a licence. */
const SPDX = /^https:\/\/spdx\.org\/licenses\/[A-Za-z0-9.+-]+\.html$/;

/** Each page is a second or two, and there are dozens. */
const ALL_PAGES_MS = 300_000;

let session: Session;
let entities: Entity[];

beforeAll(async () => {
  session = await startSession();
  entities = await entitiesBehind(session.pageUrl);
});

afterAll(async () => {
  await session?.close();
});

// Without Python there is no mkdocs; the run then counts the test as skipped.
const withMkdocs = process.env.HAS_MKDOCS === 'true' ? it : it.skip;

const tab = (name: string): Locator => session.page.getByRole('tab', { name });

/** Looks at one page after another; gives what was wrong, by page. */
async function flawsOf(
  those: readonly Entity[],
  look: (entity: Entity) => Promise<string | undefined>,
): Promise<string[]> {
  const flaws: string[] = [];
  for (const entity of those) {
    const flaw = await look(entity).catch((error: unknown) => String(error));
    if (flaw !== undefined) {
      flaws.push(`${pageOf(entity)}: ${flaw}`);
    }
  }
  return flaws;
}

function expectNone(flaws: readonly string[]): void {
  expect(flaws).toEqual([]);
}

const ofKind = (kind: string) =>
  entities.filter(entity => entity.kind === kind);
const withCard = () =>
  entities.filter(({ metadata }) => metadata.annotations[CARD]);

describe('every API', () => {
  it(
    'shows a definition, none of them TBD',
    async () => {
      const apis = ofKind('API');
      expect(apis.length).toBeGreaterThan(5);
      const flaws = await flawsOf(apis, async entity => {
        await session.open(`${pageOf(entity)}/definition`);
        const shown =
          entity.spec.type === 'openapi'
            ? session.page.locator('.swagger-ui .info .title')
            : session.page.locator('article').last();
        await shown.first().waitFor({ state: 'visible' });
        const text = await session.page.locator('main').first().innerText();
        const bad = /\bTBD\b|undefined|Parser error|Unable to render/.exec(
          text,
        );
        return bad?.[0];
      });
      expectNone(flaws);
    },
    ALL_PAGES_MS,
  );
});

describe('every Component and Resource with a model card', () => {
  it('is there: the servers of a model with a card have it too', () => {
    const kinds = withCard().map(({ kind }) => kind);
    expect(kinds.filter(kind => kind === 'Resource').length).toBeGreaterThan(5);
    expect(kinds.filter(kind => kind === 'Component').length).toBeGreaterThan(
      3,
    );
  });

  withMkdocs(
    'has its Docs tab, and the card in it',
    async () => {
      const flaws = await flawsOf(withCard(), async entity => {
        await session.open(pageOf(entity));
        await tab('Docs').waitFor({ state: 'visible' });
        await tab('Docs').click();
        const page = session.page.getByTestId('techdocs-native-shadowroot');
        await page.getByRole('heading').first().waitFor({ state: 'visible' });
        return undefined;
      });
      expectNone(flaws);
    },
    ALL_PAGES_MS,
  );
});

describe('a Component or Resource without a card', () => {
  it('has no Docs tab', async () => {
    const [entity] = [...ofKind('Component'), ...ofKind('Resource')].filter(
      ({ metadata }) => !metadata.annotations[CARD],
    );
    if (!entity) {
      throw new Error('every entity of the demo has a card');
    }
    await session.open(pageOf(entity));
    await tab('Overview').waitFor({ state: 'visible' });
    expect(await tab('Docs').count()).toBe(0);
  });
});

describe('every licence link', () => {
  it(
    'leads to a page in the web; those of SPDX are well formed',
    async () => {
      const licensed = entities.filter(({ metadata }) =>
        metadata.links.some(({ title }) => title === 'License'),
      );
      const found: string[] = [];
      const flaws = await flawsOf(licensed, async entity => {
        await session.open(pageOf(entity));
        const link = session.page.getByRole('link', { name: /^License/ });
        await link.first().waitFor({ state: 'visible' });
        const href = (await link.first().getAttribute('href')) ?? '';
        found.push(href);
        const isGood =
          /^https?:\/\/[^/]/.test(href) &&
          (new URL(href).hostname !== 'spdx.org' || SPDX.test(href));
        return isGood ? undefined : href;
      });
      expectNone(flaws);
      expect(found.some(href => SPDX.test(href))).toBe(true);
      expect(found.some(href => !href.includes('spdx.org'))).toBe(true);
    },
    ALL_PAGES_MS,
  );
});
