import OpenAI from 'openai';
import { z } from 'zod/v4';
import { within } from '../../acceptance/system/within';
import { CustomResources } from './__testUtils__/CustomResources';
import { curl, hasCurl } from './__testUtils__/curl';
import { Developer } from './__testUtils__/Developer';
import { MODEL, type Rig, SERVER, startRig } from './__testUtils__/Rig';

jest.setTimeout(240_000);

const PRODUCT = 'genai-team-llama-3-1-8b';
const COMPONENT = `component:default/genai-team-${SERVER}`;

// Where curl is not installed, the run counts the test as skipped.
const withCurl = hasCurl() ? it : it.skip;

let rig: Rig;
let objects: CustomResources;

beforeAll(async () => {
  rig = await startRig();
  objects = new CustomResources(rig.simulator.kubernetes, '3scale');
});

afterAll(async () => {
  await objects?.close();
  await rig?.stop();
});

const developer = () => new Developer(rig.portal);

async function expectCurlAnswers(endpoint: string, key: string) {
  const { status, text } = await curl(
    `${endpoint}/v1/models`,
    ...['--header', `Authorization: Bearer ${key}`],
  );
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ data: [{ id: MODEL }] });
}

/** Each step needs the one before it. */
describe('the journey from a label to a call', () => {
  let endpoint = '';
  let key = '';
  let mia: Developer;

  it('begins with nothing: no label, no product', async () => {
    expect(await objects.list('products')).toEqual([]);
    mia = developer();
    await mia.signUp('mia');
    expect(await mia.models()).toEqual([]);
  });

  it('a label makes a product that is synced and promoted', async () => {
    await rig.publish(SERVER, true);
    await within(30, async () => {
      rig.mustRun();
      expect(await mia.models()).toEqual(['Llama 3.1 8B Instruct']);
    });
    const [product] = await objects.list('products');
    expect(product?.status).toMatchObject({
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: 'Synced', status: 'True' }),
      ]),
    });
  });

  it('a subscription in the portal gives a key', async () => {
    ({ endpoint, key } = await mia.subscribe(PRODUCT, 'Unlimited'));
    expect(key).not.toBe('');
    await within(20, async () => {
      const answer = await fetch(`${endpoint}/v1/models`);
      expect(answer.status).toBe(401);
    });
  });

  withCurl('curl calls the model with it', () =>
    expectCurlAnswers(endpoint, key),
  );

  it('an OpenAI client calls it, as a whole and as a stream', async () => {
    const client = new OpenAI({ baseURL: `${endpoint}/v1`, apiKey: key });
    const question = {
      model: MODEL,
      messages: [{ role: 'user' as const, content: 'Who are you?' }],
    };
    const answer = await client.chat.completions.create(question);
    const whole = answer.choices[0]?.message.content;
    expect(whole).toContain(MODEL);
    const stream = await client.chat.completions.create({
      ...question,
      stream: true,
    });
    const pieces: string[] = [];
    for await (const event of stream) {
      pieces.push(event.choices[0]?.delta.content ?? '');
    }
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(whole);
  });

  it('a wrong key is refused, in words that an OpenAI client knows', async () => {
    const client = new OpenAI({
      baseURL: `${endpoint}/v1`,
      apiKey: 'wrong',
      maxRetries: 0,
    });
    await expect(client.models.list()).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
  });

  it('a path that is not offered is refused', async () => {
    const answer = await fetch(`${endpoint}/metrics`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(404);
  });

  it('the limit of a plan is kept', async () => {
    const trial = await mia.subscribe(PRODUCT, 'Trial');
    const client = new OpenAI({
      baseURL: `${trial.endpoint}/v1`,
      apiKey: trial.key,
      maxRetries: 0,
    });
    await client.models.list();
    await client.models.list();
    await expect(client.models.list()).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
    });
  });

  it('Backstage shows where the model is offered, and by which API', async () => {
    const { catalog } = rig.backstage;
    await within(40, async () => {
      const { metadata, spec } = await catalog.get(COMPONENT);
      expect(metadata.annotations).toMatchObject({
        'rhdh.modelcatalog.io/gateway-url': endpoint,
        'rhdh.modelcatalog.io/gateway-key': 'Authorization: Bearer <API key>',
        'rhdh.modelcatalog.io/gateway-plans': 'Trial, Unlimited',
      });
      expect(JSON.stringify(metadata.links)).toContain(
        `${rig.portal}/admin/service_contracts/new?service_id=`,
      );
      expect(spec.providesApis).toHaveLength(2);
      const api = await catalog.get(
        `${COMPONENT}-gateway`.replace('component', 'api'),
      );
      expect(api.relations).toContainEqual({
        type: 'apiProvidedBy',
        targetRef: COMPONENT,
      });
      expect(JSON.stringify(api.metadata.links)).toContain(
        `${rig.admin}/apiconfig/services/`,
      );
      const definition = z.string().parse(api.spec.definition);
      expect(definition).toContain(endpoint);
      expect(definition).not.toContain(key);
    });
  });

  it('without the label it is offered to nobody, and the key still works', async () => {
    await rig.publish(SERVER, false);
    await within(40, async () => {
      rig.mustRun();
      expect(await mia.models()).toEqual([]);
      const { metadata } = await rig.backstage.catalog.get(COMPONENT);
      expect(metadata.annotations).not.toHaveProperty([
        'rhdh.modelcatalog.io/gateway-plans',
      ]);
    });
    await expect(developer().subscribe(PRODUCT, 'Trial')).rejects.toThrow(
      'is not offered',
    );
    const client = new OpenAI({ baseURL: `${endpoint}/v1`, apiKey: key });
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([MODEL]);
  });
});
