import type { Locator } from 'playwright-core';
import { command } from './control';
import { type Session, startSession } from './session';

const SERVER = 'genai-team-granite-3-3-8b-instruct';
const MODEL = 'granite-3.3-8b-instruct-1.0';
// Asks for no token, so its own /openapi.json can be read.
const OPEN_SERVER = 'genai-team-nomic-embed-text';
const FAILED_SERVER = 'genai-team-mixtral-8x7b';
const HAND_WRITTEN = 'fraud-detection-customer-churn';
const PREPARED = 'granite-8b-code';

/** How long a change may take from the cluster to the page. */
const ARRIVAL_MS = 15_000;

let session: Session;

beforeAll(async () => {
  session = await startSession();
});

afterAll(async () => {
  await session?.close();
});

// Without Python there is no mkdocs; the run then counts the test as skipped.
const withMkdocs = process.env.HAS_MKDOCS === 'true' ? it : it.skip;

const text = (wanted: string | RegExp): Locator =>
  session.page.getByText(wanted).first();

const link = (name: string | RegExp): Locator =>
  session.page.getByRole('link', { name }).first();

async function expectSeen(locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'visible' });
}

describe('the catalog page', () => {
  it('lists the model servers', async () => {
    await session.open('/');
    await expectSeen(link('Granite 3.3 8B Instruct'));
    await expectSeen(link('Fraud detection'));
    await session.picture('catalog');
  });

  it('lists the models', async () => {
    await session.open('/');
    await session.page.getByLabel('AI models').click();
    await expectSeen(link(/granite-3\.3-8b-instruct/));
    await session.picture('models');
  });
});

describe("a model server's Component", () => {
  it('shows its URL, that a token is needed, and what it depends on', async () => {
    await session.open(`/catalog/default/component/${SERVER}`);
    await expectSeen(text('auth-required'));
    await expectSeen(
      session.page.locator('a[href^="http"]', { hasText: 'API' }),
    );
    const graph = session.page.getByTestId('node');
    await expectSeen(graph.filter({ hasText: MODEL }).first());
    await expectSeen(link('OpenShift AI dashboard'));
    await session.picture('component');
  });

  withMkdocs('says how it is called, above its model card', async () => {
    await session.open(`/catalog/default/component/${SERVER}/docs`);
    const page = session.page.getByTestId('techdocs-native-shadowroot');
    await expectSeen(page.getByRole('heading', { name: 'How to call it' }));
    await expectSeen(page.getByText('/v1/chat/completions').first());
    await expectSeen(page.getByRole('heading', { name: 'Intended use' }));
    await session.picture('how-to-call');
  });
});

describe('the Kubernetes tab of a model server', () => {
  it('shows its Deployment and its pod', async () => {
    await session.open(`/catalog/default/component/${SERVER}/kubernetes`);
    const expanders = session.page.getByText('No pods with errors');
    await expanders.first().click();
    await expectSeen(text(/^granite-3-3-8b-instruct-predictor$/));
    await expanders.last().click();
    await expectSeen(text(/^granite-3-3-8b-instruct-predictor-\w+-\w+$/));
    await session.picture('kubernetes');
  });

  it('says what is wrong with the pod of one that failed', async () => {
    await session.open(
      `/catalog/default/component/${FAILED_SERVER}/kubernetes`,
    );
    await expectSeen(text('back-off 5m0s restarting failed container'));
  });
});

describe('a model server that does not serve', () => {
  it('says so, and why', async () => {
    await session.open(`/catalog/default/component/${FAILED_SERVER}`);
    await expectSeen(text(/^failed: /));
    await session.picture('component-failed');
  });
});

describe('an API', () => {
  it('shows where it is called, and the server that has it', async () => {
    await session.open(`/catalog/default/api/${SERVER}`);
    await expectSeen(link('Granite 3.3 8B Instruct'));
    await session.picture('api');
  });

  it('shows the definition that was found on the running server', async () => {
    await session.open(`/catalog/default/api/${OPEN_SERVER}/definition`);
    await expectSeen(text('Show Available Models'));
    await session.picture('api-definition');
  });

  it('shows the definition that was written by hand', async () => {
    await session.open(`/catalog/default/api/${HAND_WRITTEN}/definition`);
    await expectSeen(text('Score customers'));
  });
});

describe("a model's Resource", () => {
  it('shows the servers that run it', async () => {
    await session.open(`/catalog/default/resource/${MODEL}`);
    await expectSeen(link('Granite 3.3 8B Instruct'));
    await session.picture('resource');
  });

  withMkdocs('shows its model card, built by mkdocs', async () => {
    await session.open(`/catalog/default/resource/${MODEL}/docs`);
    await expectSeen(
      session.page.getByRole('heading', { name: 'Intended use' }),
    );
    await session.picture('model-card');
  });
});

describe('a model server that is deployed while the page is open', () => {
  afterEach(async () => {
    await command(session.controlUrl, 'delete', { name: PREPARED });
  });

  it('appears in the catalog', async () => {
    await session.open('/');
    await expectSeen(link('Granite 3.3 8B Instruct'));
    await command(session.controlUrl, 'deploy', { name: PREPARED });
    expect(
      await appears(`/catalog/default/component/genai-team-${PREPARED}`),
    ).toBe(true);
  });
});

/** Opens a page again and again until it shows an entity; false when it never does. */
async function appears(path: string): Promise<boolean> {
  const overview = session.page.getByRole('tab', { name: 'Overview' });
  const until = Date.now() + ARRIVAL_MS;
  for (;;) {
    await session.open(path);
    const missing = session.page.getByText(/not found/i).first();
    await expectSeen(overview.or(missing).first());
    if (await overview.isVisible()) return true;
    if (Date.now() > until) return false;
  }
}
