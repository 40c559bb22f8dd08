import type { Entity } from '@backstage/catalog-model';
import type { ServedOffering } from '@model-catalog/common';
import { draft } from '../__testUtils__/draft';
import { anOffering, GATEWAY } from '../__testUtils__/offerings';
import { serverRecord } from '../__testUtils__/records';
import { refsOf } from './refs';
import { shownDefinition } from './shownUrls';
import type { EntityContext } from './types';
import { whyInvalid } from './validate';

const P = 'rhdh.modelcatalog.io/';

const offeredBy = (...offerings: ServedOffering[]) =>
  serverRecord('s', [], { offerings });

function entitiesOf(
  offerings: ServedOffering[],
  more: Partial<EntityContext> = {},
) {
  const { entities, issues } = draft.with(more)(offeredBy(...offerings));
  const of = (kind: string, name = 's') => {
    const found = entities.find(
      one => one.kind === kind && one.metadata.name === name,
    );
    if (!found) {
      throw new Error(`No ${kind} ${name} was made`);
    }
    return found;
  };
  return { entities, issues, of };
}

const linksOf = ({ metadata }: Entity) =>
  (metadata.links ?? []).map(({ title, url }) => `${title} -> ${url}`);

describe('a server that is not offered', () => {
  it.each([[undefined], [[]]])('is as ever, with %j', offerings => {
    const plain = draft(serverRecord('s'));
    expect(draft(serverRecord('s', [], { offerings }))).toEqual(plain);
    expect(JSON.stringify(plain)).not.toMatch(/gateway|maas/);
  });
});

describe('a server that is offered', () => {
  it.each(['Component', 'API'])('says so on its %s', kind => {
    const { metadata } = entitiesOf([anOffering()]).of(kind);
    expect(metadata.annotations).toMatchObject({
      [`${P}gateway-url`]: `${GATEWAY}:443`,
      [`${P}gateway-key`]: 'Authorization: Bearer <API key>',
      [`${P}gateway-plans`]: 'Standard Plan',
      [`${P}gateway-state`]: 'ready',
      [`${P}gateway-api`]: 'api:default/granite-gateway',
      [`${P}gateway-match`]: 'service-label: Service demo/granite-predictor',
      '3scale.net/tenant': 'maas',
      '3scale.net/product-id': '7',
      '3scale.net/product-system-name': 'granite',
      '3scale.net/backend-system-name': 'granite-backend',
    });
    expect(metadata.tags).toContain('maas');
    expect(metadata.links).toEqual(
      expect.arrayContaining([
        { title: 'Gateway', url: `${GATEWAY}:443`, icon: 'kind:api' },
        {
          title: 'Subscribe: Standard Plan',
          url: 'https://maas.example.com/subscribe',
          icon: 'help',
        },
        {
          title: 'Sign up',
          url: 'https://maas.example.com/signup',
          icon: 'help',
        },
      ]),
    );
  });

  it('provides the API of the gateway beside its own', () => {
    expect(entitiesOf([anOffering()]).of('Component').spec).toMatchObject({
      providesApis: ['api:default/s', 'api:default/granite-gateway'],
    });
  });

  it('tells several offerings apart', () => {
    const second = anOffering({
      systemName: 'b',
      title: 'Batch',
      gatewayUrls: { production: 'https://b.example.com' },
    });
    const { of } = entitiesOf([anOffering(), second]);
    expect(linksOf(of('Component'))).toEqual(
      expect.arrayContaining([
        `Gateway Granite for all -> ${GATEWAY}:443`,
        'Gateway Batch -> https://b.example.com',
      ]),
    );
    expect(of('Component').metadata.annotations).toMatchObject({
      [`${P}gateway-url`]: `${GATEWAY}:443, https://b.example.com`,
      '3scale.net/product-system-name': 'granite, b',
      '3scale.net/tenant': 'maas',
    });
  });

  it('of somebody else than 3scale has no annotations of 3scale', () => {
    const offering = anOffering({ source: 'rhoai-maas' });
    const { metadata } = entitiesOf([offering]).of('Component');
    expect(JSON.stringify(metadata)).not.toContain('3scale');
  });

  it('is shown the same as an AiModelServerAPI', () => {
    const record = offeredBy(anOffering());
    const forms = new Map([[record.key, ['ai-model-server'] as const]]);
    const { of } = entitiesOf([anOffering()], { forms });
    const { metadata, spec } = of('AiModelServerAPI');
    const classic = entitiesOf([anOffering()]).of('Component').metadata;
    expect(metadata).toEqual(classic);
    expect(spec).not.toHaveProperty('providesApis');
    expect(of('API', 'granite-gateway')).toEqual(
      entitiesOf([anOffering()]).of('API', 'granite-gateway'),
    );
  });
});

describe('the API of a gateway', () => {
  it('is an entity of its own', async () => {
    const entity = entitiesOf([anOffering()]).of('API', 'granite-gateway');
    expect(entity).toMatchObject({
      metadata: {
        title: 'Granite for all (gateway)',
        description: 'The server s',
        tags: ['auth-required', 'maas'],
        annotations: {
          [`${P}gateway-url`]: `${GATEWAY}:443`,
          [`${P}definition-origin`]: 'document',
          [`${P}source-key`]: serverRecord('s').key,
        },
      },
      spec: {
        type: 'openapi',
        owner: 'user:default/bob',
        lifecycle: 'production',
        definition: `blob:${'d'.repeat(64)}`,
      },
    });
    expect(linksOf(entity)).toEqual([
      `Gateway -> ${GATEWAY}:443`,
      'Subscribe: Standard Plan -> https://maas.example.com/subscribe',
      'Sign up -> https://maas.example.com/signup',
      `Gateway for staging -> ${GATEWAY}-staging`,
      'API management -> https://maas-admin.example.com/apiconfig/services/7',
    ]);
    expect(await whyInvalid(entity)).toBeUndefined();
  });

  it('is made of one of its servers, and provided by each', () => {
    const elsewhere = anOffering({ isShownHere: false, definition: undefined });
    const { entities, of } = entitiesOf([elsewhere]);
    expect(entities.map(({ kind }) => kind)).toEqual(['Component', 'API']);
    expect(of('Component').spec?.providesApis).toContain(
      'api:default/granite-gateway',
    );
    expect(refsOf(offeredBy(elsewhere))).not.toContain(
      'api:default/granite-gateway',
    );
    expect(refsOf(offeredBy(anOffering()))).toContain(
      'api:default/granite-gateway',
    );
  });

  it.each<[ServedOffering['auth'], string]>([
    [
      { type: 'api-key', location: 'header', header: 'X-Key' },
      'X-Key: <API key>',
    ],
    [{ type: 'api-key', location: 'query', parameter: 'k' }, '?k=<API key>'],
    [{ type: 'oidc' }, 'Authorization: Bearer <token>'],
    [{ type: 'none' }, 'no key'],
    [
      { type: 'app-id-and-key', location: 'header' },
      'app_id: <application id>, app_key: <API key>',
    ],
  ])('with %j says %s', (auth, text) => {
    const { metadata } = entitiesOf([anOffering({ auth })]).of('Component');
    expect(metadata.annotations?.[`${P}gateway-key`]).toBe(text);
  });
});

describe('what others wrote into an offering', () => {
  it('stays what it is', async () => {
    const evil = 'x\u202e\u0000\n<script>';
    const offering = anOffering({
      title: evil,
      description: evil,
      tenant: evil,
      systemName: evil,
      name: 'evil-gateway',
      modelName: evil,
      gatewayUrls: { production: `java${'script'}:alert(1)` },
      portal: { subscribe: 'https://u:p@x.example.com', admin: 'data:x' },
      plans: [
        {
          systemName: 'p',
          title: evil.repeat(1000),
          published: true,
          approvalRequired: false,
          limits: [],
        },
      ],
    });
    const { entities, issues } = entitiesOf([offering]);
    for (const entity of entities) {
      expect(await whyInvalid(entity)).toBeUndefined();
    }
    const links = JSON.stringify(entities.map(one => one.metadata.links));
    expect(links).not.toMatch(/javascript:|data:|u:p@/);
    expect(issues.map(({ field }) => field)).toContain('metadata.links');
    // eslint-disable-next-line no-control-regex
    expect(JSON.stringify(entities)).not.toMatch(/\\u0000|\u202e/);
  });

  it.each([`${P}gateway-url`, `${P}gateway-api`, '3scale.net/tenant'])(
    'cannot be forged: %s',
    key => {
      const { server } = serverRecord('s');
      const forged = { ...server, annotations: { [key]: 'https://evil' } };
      const { entities } = draft(serverRecord('s', [], { server: forged }));
      expect(JSON.stringify(entities)).not.toContain('evil');
    },
  );
});

describe('a hub that shows fewer addresses', () => {
  const inside = anOffering({
    gatewayUrls: { production: 'http://apicast.3scale.svc:8080' },
  });

  it.each([
    ['all', anOffering(), `${GATEWAY}:443`],
    ['external', anOffering(), `${GATEWAY}:443`],
    ['external', inside, undefined],
    ['none', anOffering(), undefined],
  ] as const)('with urls %s', (urls, offering, shown) => {
    const { of, entities } = entitiesOf([offering], { urls });
    const { metadata } = of('API', 'granite-gateway');
    expect(metadata.annotations?.[`${P}gateway-url`]).toBe(shown);
    expect(JSON.stringify(entities)).not.toContain('predictor.demo.svc');
    expect(linksOf(of('Component')).join()).toContain('maas.example.com');
  });

  it('has none of them in the definition either', () => {
    const text = JSON.stringify({ servers: [{ url: `${GATEWAY}:443` }] });
    const record = offeredBy(anOffering());
    expect(shownDefinition(text, record, 'external')).toBe(text);
    expect(shownDefinition(text, record, 'none')).toBe('{}');
  });
});
