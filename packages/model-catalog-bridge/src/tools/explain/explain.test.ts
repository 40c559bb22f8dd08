import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import {
  createRig,
  environmentOf,
  eventually,
  TOKEN,
} from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';

jest.setTimeout(60_000);

const Explained = z.object({
  ref: z.string(),
  key: z.string(),
  fields: z.array(
    z.object({
      field: z.string(),
      value: z.string(),
      from: z.array(z.object({ object: z.string(), key: z.string() })),
    }),
  ),
});
const Absent = z.object({
  reasons: z.array(z.object({ object: z.string(), reason: z.string() })),
});

let rig: Awaited<ReturnType<typeof createRig>>;
let simulator: Simulator;
let environment: Record<string, string>;

beforeEach(async () => {
  rig = await createRig();
  simulator = await rig.cluster({
    proxied: true,
    world: 'demo',
    users: [{ token: TOKEN, user: 'all' }],
  });
  await simulator.settled();
  environment = { ...environmentOf(simulator), NAMESPACE: 'rhdh' };
});
afterEach(() => rig.close());

const explain = (...argv: string[]) =>
  runTool(['explain', '--json', ...argv], environment);

describe('an entity', () => {
  beforeEach(async () => {
    const bridge = await rig.bridge(environmentOf(simulator));
    const server =
      'server/local/fraud-detection/inferenceservice/customer-churn';
    await eventually(async () => {
      const { openapi } = await bridge.sources();
      const isThere = (await bridge.records()).includes(server);
      if (!isThere || openapi !== 'complete') {
        throw new Error('not all is read yet');
      }
    });
    await bridge.end();
  });

  const fieldsOf = async (ref: string) => {
    const { code, out, errors } = await explain(ref);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const { fields } = Explained.parse(JSON.parse(out));
    return (name: string) =>
      fields
        .find(({ field }) => field === name)
        ?.from.map(({ object, key }) => `${object}: ${key}`);
  };

  it('is made of what its server, its registry and the settings say', async () => {
    const of = await fieldsOf(
      'component:default/fraud-detection-customer-churn',
    );
    const server = 'InferenceService fraud-detection/customer-churn';

    expect(of('metadata.name')).toEqual([
      `${server}: metadata.namespace`,
      `${server}: metadata.name`,
    ]);
    expect(of('metadata.title')).toEqual([
      `${server}: metadata.annotations["openshift.io/display-name"]`,
    ]);
    expect(of('metadata.links[API]')).toEqual([`${server}: status.url`]);
    expect(
      of('metadata.annotations["rhdh.modelcatalog.io/server-state"]'),
    ).toEqual([`${server}: status.conditions`]);
    expect(of('spec.owner')?.join()).toMatch(
      /registry model-registry: "customer-churn" .*RegisteredModel owner/,
    );
    expect(of('spec.lifecycle')?.join()).toContain(
      'customProperties["Lifecycle"]',
    );
    expect(of('spec.type')).toEqual([
      'this connector: the same for every entity of the kind',
    ]);
    expect(
      of('metadata.annotations["backstage.io/managed-by-location"]'),
    ).toEqual([
      'configuration of the hub: catalog.providers.modelCatalog.development',
    ]);
  });

  it('has what the settings say where nobody says it', async () => {
    const of = await fieldsOf('resource:genai-team-gpt-oss-20b');

    expect(of('spec.owner')).toEqual([
      'configuration of the bridge: DEFAULT_OWNER (owners.default)',
    ]);
    expect(of('metadata.annotations["backstage.io/techdocs-ref"]')).toContain(
      'model-catalog: model redhat_ai_models/RedHatAI/gpt-oss-20b: readme',
    );
  });

  it.each([
    ['fraud-detection-customer-churn', 'component:default/'],
    ['api:default/fraud-detection-customer-churn', 'api:default/'],
    ['customer-churn-3', 'resource:default/'],
    ['version/model-registry/customer-churn/3', 'resource:default/'],
  ])('may be asked for as %s', async (asked, ref) => {
    const { out } = await explain(asked);
    expect(Explained.parse(JSON.parse(out)).ref).toContain(ref);
  });

  it('is told to a person in lines', async () => {
    const { out } = await runTool(['explain', 'customer-churn-3'], environment);
    expect(out).toMatch(
      /^spec\.owner: user:default\/retention-team\n {4}← registry model-registry: .*RegisteredModel owner$/m,
    );
  });
});

describe('what has no entity', () => {
  const reasonsFor = async (asked: string, file?: string) => {
    const path = join(rig.dir, 'bridge.yaml');
    await writeFile(path, file ?? '{}');
    const { code, out } = await explain(asked, '--config', path);
    expect(code).toBe(1);
    return Absent.parse(JSON.parse(out)).reasons.map(
      ({ object, reason }) => `${object}: ${reason}`,
    );
  };

  it.each([
    ['selection: opt-in', /opt-in, and it is not marked/],
    ['namespaces: {exclude: [fraud-*]}', /namespaces\.exclude names/],
    ['namespaces: {include: [genai-team]}', /namespaces\.include does not/],
    ['namespaces: {selector: team=x}', /do not fit namespaces\.selector/],
    ['{}', /comes with the next run/],
  ])('is left out by %s', async (file, reason) => {
    const reasons = await reasonsFor(
      'component:default/fraud-detection-customer-churn',
      file,
    );
    expect(reasons.join('\n')).toMatch(reason);
    expect(reasons[0]).toContain(
      'InferenceService fraud-detection/customer-churn',
    );
  });

  const archive = async (list: string, id: string) => {
    const { http } = rig.adminOf(simulator);
    await http.request({
      method: 'PATCH',
      url: `${simulator.registry.url}/api/model_registry/v1alpha3/${list}/${id}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'ARCHIVED' }),
    });
  };
  const churn = () => {
    const { http } = rig.adminOf(simulator);
    return http
      .request({
        url: `${simulator.registry.url}/api/model_registry/v1alpha3/registered_model?name=customer-churn`,
      })
      .then(({ body }) => z.object({ id: z.string() }).parse(JSON.parse(body)));
  };

  it('is a model that is archived', async () => {
    const { id } = await churn();
    await archive('registered_models', id);
    expect((await reasonsFor('customer-churn-3')).join()).toContain(
      'registry model-registry: "customer-churn" version "3": the registered model is archived',
    );
  });

  it('is a version that the choice of versions leaves out', async () => {
    expect(
      (await reasonsFor('customer-churn-3', 'versions: deployed')).join(),
    ).toContain('left out: versions is deployed');
  });

  it('is nowhere, or where nobody can look now', async () => {
    simulator.faults.registry.set({ mode: '503' });
    const reasons = await reasonsFor('no-such-thing');
    expect(reasons[0]).toContain('of this name is in the cluster');
    expect(reasons.join('\n')).toMatch(/registry model-registry: .*503/);
  });
});

it.each([
  [['explain'], {}, 2],
  [['explain', 'x'], { HOME: '/nowhere' }, 2],
])('%j with %j ends with %i', async (argv, given, expected) => {
  expect((await runTool(argv, given)).code).toBe(expected);
});
