import type { Entity } from '@backstage/catalog-model';
import type { ModelServer } from '@model-catalog/common';
import { draft, LOCATION } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';
import { whyInvalid } from './validate';

type Annotations = { [key: string]: string };

const server = (more: Partial<ModelServer>) =>
  serverRecord('s', [], { server: { ...serverRecord('s').server, ...more } });

/** The Component of a server that says this of itself. */
function component(more: Partial<ModelServer>) {
  const { entities, issues } = draft(server(more));
  const entity = entities.find(({ kind }) => kind === 'Component');
  if (!entity) {
    throw new Error('No Component was made');
  }
  return { entity, issues, metadata: entity.metadata };
}

const model = (more: object) =>
  draft(modelRecord('m', { model: { ...modelRecord('m').model, ...more } }));

describe('annotations that people wrote', () => {
  it.each([
    'backstage.io/managed-by-location',
    'backstage.io/managed-by-origin-location',
    'Backstage.io/Managed-By-Location',
    'backstage.io/orphan',
    'backstage.io/source-location',
    'backstage.io/techdocs-entity',
    'backstage.io/techdocs-ref',
    'backstage.io/view-url',
    'backstage.io/edit-url',
    'backstage.io/kubernetes-id',
    'backstage.io/kubernetes-namespace',
    'x.backstage.io/y',
    'rhdh.modelcatalog.io/held-since',
    'rhdh.modelcatalog.io/previous-name',
    'rhdh.modelcatalog.io/source',
    'rhdh.modelcatalog.io/source-key',
    'RHDH.modelcatalog.io/source-key',
    'rhdh.io/ai-asset-category',
    'argocd/app-name',
    'github.com/project-slug',
    'jenkins.io/job-full-name',
    'sonarqube.org/project-key',
    'hasOwnProperty',
    'constructor',
  ])('cannot set %s', async key => {
    const forged = { [key]: 'url:https://evil.example.com' };
    const { entity, issues } = component({
      annotations: forged,
      API: {
        url: 'https://s',
        type: 'openapi',
        spec: '{}',
        annotations: forged,
      },
    });
    expect(JSON.stringify(entity)).not.toContain('evil.example.com');
    expect(issues).toContainEqual(
      expect.objectContaining({
        field: 'metadata.annotations',
        message: expect.stringContaining(`'${key}' is`),
      }),
    );
    expect(entity.metadata.annotations).toMatchObject({
      'backstage.io/managed-by-location': LOCATION,
      'rhdh.modelcatalog.io/source-key': serverRecord('s').key,
    });
    expect(await whyInvalid(entity)).toBeUndefined();
  });

  it('leave the prototype of all objects alone', () => {
    const annotations: Annotations = JSON.parse(
      '{"__proto__": "polluted", "prototype": "x", "toString": "y"}',
    );
    const { metadata } = component({ annotations });
    expect(Object.getPrototypeOf(metadata.annotations)).toBe(Object.prototype);
    expect(`${metadata.annotations}`).toBe('[object Object]');
    expect(Object.keys(metadata.annotations ?? {})).not.toContain('toString');
  });

  it('that templates read, and those of nobody, are kept', () => {
    const annotations = {
      'rhdh.modelcatalog.io/model-name': 'granite',
      'team.example.com/cost-centre': '7',
    };
    expect(component({ annotations }).metadata.annotations).toMatchObject(
      annotations,
    );
  });
});

describe('links that people wrote', () => {
  // eslint-disable-next-line no-script-url
  const scripts = ['javascript:alert(1)', 'JaVaScRiPt:alert(1)'];

  it.each([
    ...scripts,
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'view-source:https://example.com',
    '//example.com',
    '/relative',
    'https:example.com:password@evil.example.com',
    'https://user:hunter2@example.com',
    'https://example.com\n@evil.example.com/',
    `https://example.com/${'x'.repeat(5_000)}`,
  ])('%j is none', url => {
    const { entities, issues } = model({ howToUseURL: url, license: url });
    const told = issues.map(({ message }) => message).join();
    expect(entities[0]?.metadata.links).toBeUndefined();
    expect(told).toContain("'How to use' is no http or https URL");
    expect(told).not.toContain('hunter2');
  });

  it('read as a browser reads them', () => {
    const { entities } = model({
      howToUseURL: ' https://exa\nmple.com/a\u202Egpj.exe\t',
    });
    expect(entities[0]?.metadata.links).toMatchObject([
      { title: 'How to use', url: 'https://example.com/agpj.exe' },
    ]);
  });
});

describe('texts that people wrote', () => {
  it('cannot turn the direction of what follows them, nor hide characters of control', () => {
    const evil = 'safe\u202Etxt.exe\u0000\u009B31m\u2066x\u2069';
    const { entities } = draft(
      modelRecord('m', {
        title: `${evil}\nsecond line`,
        model: { ...modelRecord('m').model, description: evil },
      }),
    );
    expect(entities[0]?.metadata).toMatchObject({
      title: 'safetxt.exe31mx second line',
      description: 'safetxt.exe31mx',
    });
  });

  it('stay texts: nothing of HTML is made of them', async () => {
    const html = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    const { entities } = draft(
      modelRecord('m', {
        title: html,
        model: { ...modelRecord('m').model, description: html, tags: [html] },
      }),
    );
    // Backstage shows titles as text, and descriptions as Markdown without HTML.
    expect(entities[0]?.metadata).toMatchObject({
      title: html,
      description: html,
    });
    expect(entities[0]?.metadata.tags).toBeUndefined();
  });

  it('are quoted in messages on one line, and not at length', () => {
    const { issues } = component({
      tags: [`a\n\u001b[2Kb${'x'.repeat(10_000)}`],
    });
    expect(issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^'a \[2Kbx+…' is no valid tag/),
    ]);
    expect(issues[0]?.message.length).toBeLessThan(200);
  });
});

describe('much of everything', () => {
  const many = (text: (index: number) => string) =>
    Array.from({ length: 100_000 }, (_, index) => text(index));
  const sizeOf = (entity: Entity | undefined) => JSON.stringify(entity).length;

  it('100,000 links and tags cost neither the entity nor the time', async () => {
    const started = process.cpuUsage();
    const { entities, issues } = draft(
      modelRecord('m', {
        title: 'x'.repeat(1_000_000),
        artifacts: many(index => `https://example.com/${index}`),
        links: many(index => `https://example.org/${index}`).map(url => ({
          title: 't',
          url,
        })),
        model: {
          ...modelRecord('m').model,
          description: 'y'.repeat(10_000_000),
          tags: many(index => `tag-${index}`),
          annotations: Object.fromEntries(
            many(index => `example.com/${index}`).map(key => [
              key,
              'z'.repeat(9),
            ]),
          ),
        },
      }),
    );
    const [entity] = entities;
    expect(entity && (await whyInvalid(entity))).toBeUndefined();
    expect(sizeOf(entity)).toBeLessThan(200_000);
    expect(entity?.metadata.links).toHaveLength(100);
    expect(entity?.metadata.tags).toHaveLength(100);
    expect(issues.map(({ field }) => field).sort()).toEqual([
      'metadata.annotations',
      'metadata.links',
      'metadata.tags',
    ]);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
  });

  it.each([
    ['links', { howToUseURL: `https://${'a.'.repeat(50_000)}!` }],
    ['tags', { tags: [`${'a-'.repeat(50_000)}!`] }],
    ['annotation keys', { annotations: { [`${'a.'.repeat(50_000)}/b`]: 'x' } }],
    ['versions', { license: `v${'1'.repeat(50_000)}.` }],
  ])('no pattern takes long over %s', (_, more) => {
    const started = process.cpuUsage();
    model(more);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });
});

describe('what belongs to others', () => {
  it('a server relates to nothing but our own entities', () => {
    const record = {
      ...serverRecord('s', ['m']),
      models: ['resource:default/secret', 'version/registry/m/1'],
    };
    const { entities } = draft(modelRecord('m'), record);
    const [made] = entities.filter(({ kind }) => kind === 'Component');
    expect(made?.spec).toMatchObject({
      dependsOn: ['resource:default/m'],
      providesApis: ['api:default/s'],
    });
    expect(made?.spec).not.toHaveProperty('system');
    expect(made?.spec).not.toHaveProperty('domain');
  });

  it('a claimed owner decides nothing but the owner: labels say where it is from', () => {
    const record = { ...serverRecord('s'), ownerRef: 'group:default/admins' };
    const { entities } = draft(record);
    for (const { spec, metadata } of entities) {
      expect(spec?.owner).toBe('group:default/admins');
      expect(metadata.namespace).toBe('default');
      expect(metadata.labels).toEqual({
        'rhdh.modelcatalog.io/cluster': 'cluster',
        'rhdh.modelcatalog.io/namespace': 'demo',
      });
    }
  });
});
