import { execFile } from 'child_process';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { describePublished } from '../published/describePublished';
import { pythonOf, pythonPackages } from '../published/pythonPackages';

jest.setTimeout(60_000);

/** The published client of the model registry, as people install it. */
const CLIENT = 'model-registry==0.3.18';

const client = pythonPackages({ folder: 'python-client', packages: [CLIENT] });

const seenSchema = z.object({
  models: z.array(z.string()),
  versions: z.array(z.string()),
  description: z.string(),
  properties: z.record(z.string(), z.unknown()),
  author: z.string(),
  uri: z.string(),
  duplicate: z.string(),
});

/** The client speaks `/api/model_registry/v1` only, which RHOAI 3.6 is the first to have. */
describePublished(client)(`the published Python client (${CLIENT})`, () => {
  let dir: string;
  let simulator: Simulator;
  let seen: z.infer<typeof seenSchema>;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'python-client-'));
    simulator = await startSimulator({ dir, release: 'hub', alpha: 'gone' });
    const { stdout } = await promisify(execFile)(pythonOf(client.dir), [
      join(__dirname, 'useRegistry.py'),
      simulator.registry.url,
    ]);
    seen = seenSchema.parse(JSON.parse(stdout));
  });
  afterAll(async () => {
    await simulator?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('registers models with versions and artifacts', () => {
    expect(simulator.registry.state.counts()).toMatchObject({
      registered_models: 25,
      model_versions: 26,
      artifacts: 26,
    });
  });

  it('lists all models, page by page', () => {
    const names = Array.from(
      { length: 25 },
      (_, number) => `granite-${String(number).padStart(2, '0')}`,
    );
    expect(seen.models).toEqual(names);
    expect(seen.versions).toEqual(['1.0', '2.0']);
  });

  it('reads back what it wrote, of every type', () => {
    expect(seen).toMatchObject({
      author: 'acceptance',
      description: 'Described later',
      uri: 'oci://registry.example.com/granite:2',
      properties: { Owner: 'group:default/ml', parameters: 8, tuned: true },
    });
  });

  it('is refused a version that is there already', () => {
    expect(seen.duplicate).toBe('refused');
  });
});
