import type { z } from 'zod/v4';
import { createServiceCa } from './serviceCa';

const PEM = '-----BEGIN CERTIFICATE-----';

/** An API whose answer a test sets by hand. */
function createRig(namespace: string | undefined = 'rhdh') {
  const state: { answer?: unknown; now: number; hangs: boolean } = {
    now: 1,
    hangs: false,
  };
  const asked: string[] = [];
  const serviceCa = createServiceCa({
    client: {
      namespace,
      get: async <T>(path: string, schema: z.ZodType<T>) => {
        asked.push(path);
        if (state.hangs) {
          await new Promise(() => {});
        }
        return schema.parse(state.answer);
      },
    },
    now: () => state.now,
    delay: async () => {},
  });
  return { serviceCa, state, asked };
}

describe('the authority of Services', () => {
  it('is read from the ConfigMap of our namespace, once for all connections', async () => {
    const { serviceCa, state, asked } = createRig();
    state.answer = { data: { 'service-ca.crt': PEM } };
    await Promise.all([serviceCa(), serviceCa()]);
    expect(await serviceCa()).toBe(PEM);
    expect(asked).toEqual([
      '/api/v1/namespaces/rhdh/configmaps/openshift-service-ca.crt',
    ]);
  });

  it('is taken up when it changes, and outlives a failure', async () => {
    const { serviceCa, state } = createRig();
    state.answer = { data: { 'service-ca.crt': PEM } };
    await serviceCa();
    state.now += 600_000;
    state.answer = 'nonsense';
    expect(await serviceCa()).toBe(PEM);
    await Promise.resolve();
    state.now += 60_000;
    state.answer = { data: { 'service-ca.crt': `${PEM} 2` } };
    await serviceCa();
    await new Promise(resolve => setImmediate(resolve));
    expect(await serviceCa()).toBe(`${PEM} 2`);
  });

  it('is none where it may not be read, and nobody waits for an API that hangs', async () => {
    const { serviceCa, state } = createRig();
    state.hangs = true;
    expect(await serviceCa()).toBeUndefined();
  });

  it('is none where our namespace is not known', async () => {
    const { serviceCa, asked } = createRig('');
    expect(await serviceCa()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
