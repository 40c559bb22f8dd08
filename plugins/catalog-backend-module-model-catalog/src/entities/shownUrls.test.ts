import type { Entity } from '@backstage/catalog-model';
import type { Api } from '@model-catalog/common';
import { draft } from '../__testUtils__/draft';
import { serverRecord } from '../__testUtils__/records';
import type { ShownUrls } from './types';

const OUTSIDE = 'https://granite.apps.example.com';
const INSIDE = 'http://granite-predictor.demo.svc.cluster.local:8080';

const definition = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'g', description: `curl ${INSIDE}/v1 or ${OUTSIDE}/v1` },
  servers: [{ url: OUTSIDE }, { url: INSIDE }, { url: '/v1' }],
  paths: {},
});

function entitiesOf(urls: ShownUrls, more: Partial<Api> = {}): Entity[] {
  const base = serverRecord('s');
  const record = {
    ...base,
    links: [
      { title: 'Console', url: `${INSIDE}/docs` },
      { title: 'Wiki', url: 'https://wiki.example.com' },
    ],
    server: {
      ...base.server,
      description: `See ${INSIDE}/docs`,
      homepageURL: `${OUTSIDE}/home`,
      API: {
        url: OUTSIDE,
        type: 'openapi' as const,
        spec: definition,
        annotations: {
          'rhdh.modelcatalog.io/external-route-url': OUTSIDE,
          'rhdh.modelcatalog.io/internal-service-url': INSIDE,
        },
        ...more,
      },
    },
  };
  return draft.with({ urls })(record).entities;
}

const linksOf = ([entity]: Entity[]) =>
  entity?.metadata.links?.map(({ title }) => title);

describe('urls', () => {
  it('all: shows everything', () => {
    const entities = entitiesOf('all');
    expect(linksOf(entities)).toEqual(['API', 'Homepage', 'Console', 'Wiki']);
    expect(entities[1]?.spec?.definition).toBe(definition);
    expect(entities[0]?.metadata.annotations).toMatchObject({
      'rhdh.modelcatalog.io/internal-service-url': INSIDE,
    });
  });

  it('external: shows nothing that only the cluster can reach', () => {
    const entities = entitiesOf('external');
    expect(JSON.stringify(entities)).not.toContain('predictor');
    expect(linksOf(entities)).toEqual(['API', 'Homepage', 'Wiki']);
    expect(JSON.parse(String(entities[1]?.spec?.definition))).toMatchObject({
      info: {
        description: `curl http://hidden.invalid/v1 or ${OUTSIDE}/v1`,
      },
      servers: [{ url: OUTSIDE }, { url: '/v1' }],
    });
    expect(entities[0]?.metadata.description).toBe(
      'See http://hidden.invalid/docs',
    );
  });

  it('external: shows no API link where a server has no other URL', () => {
    const annotations = { 'rhdh.modelcatalog.io/internal-service-url': INSIDE };
    const entities = entitiesOf('external', { url: INSIDE, annotations });
    expect(JSON.stringify(entities)).not.toContain('predictor');
    expect(linksOf(entities)).toEqual(['Homepage', 'Wiki']);
  });

  it('none: shows no URL of the server, whatever it is written in', () => {
    const yaml = `openapi: 3.0.3\nservers:\n  - url: ${OUTSIDE}/v1\n`;
    for (const spec of [definition, yaml, `# ${INSIDE}\ntype Query`]) {
      const entities = entitiesOf('none', { spec });
      expect(JSON.stringify(entities)).not.toMatch(/predictor|granite\.apps/);
      expect(linksOf(entities)).toEqual(['Wiki']);
    }
  });

  it.each([
    ['http://granite:8080', false],
    ['http://granite.demo.svc', false],
    ['http://granite.demo.svc.', false],
    ['https://granite.demo.svc.cluster.local/v1', false],
    ['http://localhost:8080', false],
    ['https://granite.svc.example.com', true],
    ['https://granite.apps.example.com', true],
    ['https://203.0.113.7:8443', true],
    ['http://[2001:db8::1]:8080', true],
  ])('external: %s is shown: %s', (url, isShown) => {
    const [component] = entitiesOf('external', { url, annotations: {} });
    const links = component?.metadata.links ?? [];
    expect(links.some(({ title }) => title === 'API')).toBe(isShown);
  });
});
