import {
  gatewayUrlOf,
  readManifests,
  RenderSettingsSchema,
  renderOfferings,
} from '@model-catalog/maas';
import { toolPath } from '../../deploy/tools/toolPath';
import { renderOwn } from './overlays';

const BUILD_MS = 5 * 60_000;
jest.setTimeout(60_000);

const settings = RenderSettingsSchema.parse({
  wildcardDomain: 'apps.example.com',
  tenantName: 'maas',
});

describe('our models with the component publish', () => {
  let kustomize: string | undefined;

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
  }, BUILD_MS);

  it('are what the publisher makes products of, each at an address that it knows', async () => {
    if (!kustomize) return;
    const objects = await renderOwn(kustomize, {
      base: 'maas/model-serving/base',
      components: ['maas/model-serving/publish', 'maas/model-serving/names'],
      names: { namespace: 'llm-hosting', bucketClass: 'rgw' },
    });
    const { servers } = readManifests(objects, { ahead: true });
    const offerings = renderOfferings(servers, settings);
    const errors = offerings.flatMap(({ problems }) =>
      problems.filter(({ severity }) => severity === 'error'),
    );
    expect(errors).toEqual([]);
    const host = 'maas-apicast-production.apps.example.com';
    expect(
      offerings.map(({ server, systemName }) => [
        server,
        gatewayUrlOf(systemName, settings),
      ]),
    ).toEqual(
      [
        ['granite-8b-code-instruct-128k', 'granite-8b-code-instruct'],
        ['mistral-7b-instruct', 'mistral-7b-instruct'],
        ['nomic-embed-text-v1-5', 'nomic-embed-text-v1-5'],
      ].map(([name, product]) => [
        `llm-hosting/inferenceservice/${name}`,
        `https://${product}-${host}`,
      ]),
    );
    const text = JSON.stringify(offerings);
    for (const pattern of ['/v1/chat/completions$', '/embed$']) {
      expect(text).toContain(`"pattern":"${pattern}"`);
    }
  });
});
