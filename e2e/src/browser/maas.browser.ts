import type { Locator } from 'playwright-core';
import { type Session, startSession } from './session';

/** The model that `npm start -- --maas` offers from the beginning. */
const SERVER = 'genai-team-llama-3-1-8b';

let session: Session;

beforeAll(async () => {
  session = await startSession();
});

afterAll(async () => {
  await session?.close();
});

const link = (name: string | RegExp): Locator =>
  session.page.getByRole('link', { name }).first();

async function expectSeen(locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'visible' });
}

describe("an offered model's Component", () => {
  it('shows the gateway, and where to subscribe to which plans', async () => {
    await session.open(`/catalog/default/component/${SERVER}`);
    await expectSeen(link(/^Gateway/));
    await expectSeen(link(/^Subscribe: Trial, Standard/));
    await session.picture('maas-component');
  });

  it('has the gateway as a second API', async () => {
    await session.open(`/catalog/default/component/${SERVER}/api`);
    await expectSeen(link('Llama 3.1 8B Instruct (gateway)'));
  });
});

describe("the gateway's API", () => {
  it('leads to the model server', async () => {
    await session.open(`/catalog/default/api/${SERVER}-gateway`);
    await expectSeen(link('Llama 3.1 8B Instruct'));
    await session.picture('maas-api');
  });

  it('says in its definition how it is called, and with which key', async () => {
    await session.open(`/catalog/default/api/${SERVER}-gateway/definition`);
    await expectSeen(session.page.getByText('/v1/chat/completions').first());
    await expectSeen(session.page.getByRole('button', { name: /Authorize/ }));
    await session.picture('maas-api-definition');
  });
});

describe('the developer portal', () => {
  it('gives a key to whoever subscribes', async () => {
    const portal = await session.visit(`${session.portalUrl}/signup`);
    await portal.getByLabel('Organization').fill('Claims');
    await portal.getByLabel('Username').fill('mia');
    await portal.getByLabel('E-mail').fill('mia@example.com');
    await portal.getByRole('button', { name: 'Sign up' }).click();
    await expectSeen(portal.getByText('Llama 3.1 8B Instruct'));
    await session.picture('maas-portal', portal);
    await portal.getByRole('link', { name: 'Subscribe' }).first().click();
    await portal.getByLabel('Plan').selectOption({ index: 0 });
    await portal.getByLabel('Name of your application').fill('Notebook');
    await portal.getByRole('button', { name: 'Get a key' }).click();
    await expectSeen(portal.getByText('API key'));
    await session.picture('maas-portal-key', portal);
  });
});
