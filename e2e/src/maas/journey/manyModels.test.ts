import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freshTenant,
  type Operator,
  startOperator,
} from '@model-catalog/threescale-simulator';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { CustomResources } from './__testUtils__/CustomResources';
import {
  activeDoc,
  backend,
  definition,
  product,
} from './__testUtils__/objects';

jest.setTimeout(240_000);

describe('many models that were there before the operator', () => {
  let dir: string;
  let simulator: Simulator;
  let cluster: CustomResources;
  let operator: Operator | undefined;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'maas-many-'));
    simulator = await startSimulator({ dir, threescale: true });
    cluster = new CustomResources(simulator.kubernetes, '3scale');
    await cluster.createNamespace();
  });
  afterEach(async () => {
    await operator?.stop();
    await cluster.close();
    await simulator.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('are each acted on a few times, however many wait', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `model${index}`);
    for (const name of names) {
      await cluster.create(activeDoc(name));
      await cluster.create(definition(name));
      await cluster.create(product(name));
      await cluster.create(backend(name));
    }
    const tries = new Map<string, number>();
    operator = startOperator({
      access: simulator.kubernetes,
      tenant: freshTenant(),
      // Nobody is tried again by time.
      retryMs: 300_000,
      tried: key => tries.set(key, (tries.get(key) ?? 0) + 1),
    });
    for (const name of names) {
      await cluster.untilTrue('activedocs', name, 'Ready');
    }
    expect(tries.size).toBe(3 * names.length);
    // Finalizer, defaults, orphan, synced, and a look at what it is then.
    expect(Math.max(...tries.values())).toBeLessThanOrEqual(8);
  });
});
