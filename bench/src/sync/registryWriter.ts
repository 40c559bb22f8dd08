import { z } from 'zod/v4';

const API = '/api/model_registry/v1alpha3';
const Created = z.object({ id: z.string() });
const List = z.object({ items: z.array(Created) });

/** Writes to a registry through its own REST API, before or around what is counted. */
export type RegistryWriter = {
  fill(models: number, versions: number): Promise<void>;
  changeOneVersion(): Promise<string>;
};

export function registryWriter(baseUrl: string): RegistryWriter {
  const base = baseUrl.replace(/\/+$/, '').replace(/\/api\/.*$/, '');

  async function call<T>(
    path: string,
    schema: z.ZodType<T>,
    change?: { method: 'POST' | 'PATCH'; body: unknown },
  ): Promise<T> {
    const response = await fetch(`${base}${API}${path}`, {
      method: change?.method ?? 'GET',
      headers: { 'content-type': 'application/json' },
      body: change && JSON.stringify(change.body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(
        `${change?.method ?? 'GET'} ${path} answered ${
          response.status
        }: ${text.slice(0, 256)}`,
      );
    }
    return schema.parse(JSON.parse(text));
  }
  const create = (path: string, body: unknown) =>
    call(path, Created, { method: 'POST', body });
  const made: string[] = [];
  const anyVersion = async () =>
    made[0] ?? (await call('/model_versions?pageSize=1', List)).items[0]?.id;

  return {
    async fill(models, versions) {
      const run = Date.now();
      for (let m = 0; m < models; m += 1) {
        const name = `bench-${run}-${m}`;
        const model = await create('/registered_models', {
          name,
          owner: `team-${m % 20}`,
        });
        for (let v = 1; v <= versions; v += 1) {
          const version = await create('/model_versions', {
            name: `${v}.0`,
            registeredModelId: model.id,
            description: `Version ${v} of ${name}`,
          });
          made.push(version.id);
          await create(`/model_versions/${version.id}/artifacts`, {
            artifactType: 'model-artifact',
            name: `${name}-${v}`,
            uri: `oci://registry.example.com/bench/${name}:${v}`,
          });
        }
      }
    },
    async changeOneVersion() {
      const id = await anyVersion();
      if (id === undefined) {
        throw new Error('The registry has no version to change');
      }
      const description = `Changed at ${Date.now()}`;
      await call(`/model_versions/${id}`, Created, {
        method: 'PATCH',
        body: { description },
      });
      return description;
    },
  };
}
