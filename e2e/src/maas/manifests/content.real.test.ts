import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { z } from 'zod/v4';
import type { ManifestObject } from '../../deploy/objects';
import { render } from '../../deploy/overlays';
import { DEPLOY } from '../../deploy/paths';
import { toolPath } from '../../deploy/tools/toolPath';
import { renderOwn } from './overlays';

const BUILD_MS = 5 * 60_000;
jest.setTimeout(60_000);

const POLICY = join(DEPLOY, 'maas/3scale/remove-bearer/policy');

const gatewaySchema = z.object({
  customPolicies: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      secretRef: z.object({ name: z.string() }),
    }),
  ),
});
const managerSchema = z.object({
  spec: z.object({
    apicast: z
      .object({ stagingSpec: gatewaySchema, productionSpec: gatewaySchema })
      .optional(),
  }),
});
const dataSchema = z.object({ data: z.record(z.string(), z.string()) });

describe('what kustomize makes of deploy/maas', () => {
  let kustomize: string | undefined;

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
  }, BUILD_MS);

  const build = async (folder: string) =>
    kustomize ? await render(kustomize, join(DEPLOY, 'maas', folder)) : [];
  const one = (objects: readonly ManifestObject[], kind: string) =>
    objects.find(each => each.kind === kind);

  it('puts the policy into both gateways, from the Secret that has its files', async () => {
    if (!kustomize) return;
    const objects = await build('3scale/header-remove-bearer');
    const { apicast } = managerSchema.parse(one(objects, 'APIManager')).spec;
    const secret = one(objects, 'Secret');
    const policy = {
      name: 'remove-bearer',
      version: '0.1',
      secretRef: { name: secret?.metadata.name },
    };
    expect(apicast).toEqual({
      stagingSpec: { customPolicies: [policy] },
      productionSpec: { customPolicies: [policy] },
    });
    expect(secret?.metadata).toMatchObject({
      name: 'remove-bearer',
      namespace: '3scale',
      labels: { 'apimanager.apps.3scale.net/watched-by': 'apimanager' },
    });
    const { data } = dataSchema.parse(secret);
    expect(Object.keys(data).sort()).toEqual(readdirSync(POLICY).sort());
    for (const [name, value] of Object.entries(data)) {
      const text = Buffer.from(value, 'base64').toString('utf8');
      expect(text).toBe(readFileSync(join(POLICY, name), 'utf8'));
    }
    expect(one(objects, 'CustomPolicyDefinition')).toMatchObject({
      spec: { name: 'remove-bearer', version: '0.1' },
    });
  });

  it('has no policy of ours unless that is asked for', async () => {
    if (!kustomize) return;
    const objects = await build('3scale/bearer');
    expect(objects.map(({ kind }) => kind)).toEqual(['APIManager']);
    expect(managerSchema.parse(objects[0]).spec.apicast).toBeUndefined();
  });

  it('puts the names of a user into 3scale', async () => {
    if (!kustomize) return;
    const [manager] = await renderOwn(kustomize, {
      base: 'maas/3scale/base',
      components: ['maas/3scale/names'],
      names: {
        wildcardDomain: 'apps.models.example.org',
        tenantName: 'ai',
        sharedStorageClass: 'nfs',
      },
    });
    expect(manager).toMatchObject({
      spec: {
        wildcardDomain: 'apps.models.example.org',
        tenantName: 'ai',
        system: {
          fileStorage: { persistentVolumeClaim: { storageClassName: 'nfs' } },
        },
      },
    });
  });

  it.each(['3scale', 'sso', 'sso/legacy'])(
    'gives the operator of %s its own namespace only',
    async folder => {
      if (!kustomize) return;
      const objects = await build(`${folder}/operator`);
      const namespace = one(objects, 'Namespace')?.metadata.name;
      expect(one(objects, 'OperatorGroup')).toMatchObject({
        metadata: { namespace },
        spec: { targetNamespaces: [namespace] },
      });
      expect(one(objects, 'Subscription')?.metadata).toMatchObject({
        namespace,
      });
    },
  );

  it.each([
    ['sso/keycloak', 'KeycloakRealmImport'],
    ['sso/legacy/rh-sso', 'KeycloakClient'],
  ])(
    "has in %s callbacks below the portal's host only",
    async (folder, kind) => {
      if (!kustomize) return;
      const text = JSON.stringify(one(await build(folder), kind));
      const [, uris = ''] = /"redirectUris":\[([^\]]*)\]/.exec(text) ?? [];
      expect(uris).toBe('"https://maas.apps.example.com/auth/*"');
    },
  );

  it('computes them from the host, for Single Sign-On 7 as for Keycloak', async () => {
    if (!kustomize) return;
    const names = { portal: 'ai.apps.models.example.org', orgNameFrom: 'team' };
    const [legacy] = (
      await renderOwn(kustomize, {
        base: 'maas/sso/legacy/base',
        components: ['maas/sso/legacy/names'],
        names,
      })
    ).filter(({ kind }) => kind === 'KeycloakClient');
    const text = JSON.stringify(legacy);
    expect(text).toContain('"https://ai.apps.models.example.org/auth/*"');
    expect(text).toContain('"user.attribute":"team"');
    expect(text).not.toContain('maas.apps.example.com');
  });

  it.each(['sso/keycloak', 'sso/legacy/rh-sso', 'sso/base'])(
    'has no secret in %s, only where it is',
    async folder => {
      if (!kustomize) return;
      const text = JSON.stringify(await build(folder));
      const secrets = [
        ...text.matchAll(/"(?:secret|clientSecret)":"([^"]*)"/g),
      ];
      for (const [, value] of secrets) expect(value).toMatch(/^\$\{[A-Z_]+\}$/);
    },
  );
});
