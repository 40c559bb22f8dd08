import fc from 'fast-check';
import {
  addressesOf,
  inClusterAddress,
  parseExternalAddress,
  routeAddress,
} from './addresses';
import { Route, Service } from './schema';

const service = (parts: {
  annotation?: string;
  ports?: { name?: string; port: number }[];
}) =>
  Service.parse({
    metadata: {
      name: 'dev',
      namespace: 'rhoai-model-registries',
      annotations: parts.annotation
        ? { 'routing.opendatahub.io/external-address-rest': parts.annotation }
        : null,
    },
    spec: { ports: parts.ports ?? [{ name: 'https-api', port: 8443 }] },
  });

const route = (parts: {
  spec?: object;
  ingress?: unknown;
  to?: object;
  namespace?: string;
}) =>
  Route.parse({
    metadata: {
      name: 'dev-https',
      namespace: parts.namespace ?? 'rhoai-model-registries',
    },
    spec: {
      host: 'dev.apps.example.com',
      tls: { termination: 'reencrypt' },
      to: parts.to ?? { kind: 'Service', name: 'dev' },
      ...parts.spec,
    },
    status: { ingress: parts.ingress },
  });

describe('the address that an operator writes', () => {
  it.each([
    ['dev-rest.apps.example.com:443', 'https://dev-rest.apps.example.com'],
    ['dev-rest.apps.example.com', 'https://dev-rest.apps.example.com'],
    ['dev.example.com:8443/', 'https://dev.example.com:8443'],
    [' dev.example.com ', 'https://dev.example.com'],
    [
      'gw.example.com/model-registry/dev',
      'https://gw.example.com/model-registry/dev',
    ],
    ['gw.example.com/catalog//', 'https://gw.example.com/catalog'],
    ['https://dev.example.com/', 'https://dev.example.com'],
    ['127.0.0.1:18080', 'https://127.0.0.1:18080'],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
    ['http://dev.example.com', undefined],
    ['user:secret@dev.example.com', undefined],
    ['dev.example.com@evil.example.com', undefined],
    ['dev.example.com?token=x', undefined],
    ['dev.example.com#x', undefined],
    ['dev.example.com\\@evil.example.com', undefined],
    ['dev.example.com:99999', undefined],
    ['gw.example.com/../other', 'https://gw.example.com/other'],
    ['gw.example.com/a b', undefined],
    ['gw.example.com/%2e%2e', undefined],
    ['', undefined],
    ['-', undefined],
    [
      'dev.example.com/x/api/model_registry/v1alpha3/',
      'https://dev.example.com/x',
    ],
    ['dev.example.com/api/other', 'https://dev.example.com/api/other'],
    ['1', undefined],
    ['2130706433', undefined],
    ['0x7f.1:8443', undefined],
    ['DEV.Example.com', 'https://dev.example.com'],
  ])('%s is %s', (written, url) => {
    expect(parseExternalAddress(written)).toBe(url);
  });

  it('is nothing but an https URL without secrets, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.domain().map(host => `user:pw@${host}`),
          fc.string({ unit: 'binary' }),
        ),
        written => {
          const url = parseExternalAddress(written);
          if (url === undefined) {
            return;
          }
          const parsed = new URL(url);
          expect(parsed.protocol).toBe('https:');
          expect(`${parsed.username}${parsed.password}`).toBe('');
          expect(`${parsed.search}${parsed.hash}`).toBe('');
          expect(url.endsWith('/')).toBe(false);
          expect(written.toLowerCase()).toContain(
            parsed.hostname.replace(/^\[|\]$/g, '').slice(0, 1),
          );
        },
      ),
    );
  });

  it('says again what it is when it is read again', () => {
    fc.assert(
      fc.property(fc.domain(), fc.nat(65_535), (host, port) => {
        const url = parseExternalAddress(`${host}:${port}`);
        expect(url && parseExternalAddress(url)).toBe(url);
      }),
    );
  });
});

describe('routeAddress', () => {
  const admitted = (host: string, status: string) => ({
    host,
    conditions: [{ type: 'Admitted', status }],
  });
  it.each<
    [string, Parameters<typeof route>[0], ReturnType<typeof routeAddress>]
  >([
    ['has only a spec', {}, { url: 'https://dev.apps.example.com' }],
    [
      'a router admits',
      { ingress: [admitted('router.example.com', 'True')] },
      { url: 'https://router.example.com' },
    ],
    [
      'one of two routers admits',
      {
        ingress: [
          admitted('no.example.com', 'False'),
          admitted('yes.example.com', 'True'),
        ],
      },
      { url: 'https://yes.example.com' },
    ],
    [
      'no router admits, so that the host may be that of another Route',
      { ingress: [admitted('dev.apps.example.com', 'False')] },
      { flaw: 'is admitted by no router' },
    ],
    [
      'a router has not judged yet',
      { ingress: [{ host: 'new.example.com' }] },
      { url: 'https://new.example.com' },
    ],
    [
      'has an empty list of routers',
      { ingress: [] },
      { url: 'https://dev.apps.example.com' },
    ],
    [
      'has no TLS',
      { spec: { tls: null } },
      { flaw: 'has no TLS; give its http URL if that is meant' },
    ],
    ['has no host', { spec: { host: '' } }, { flaw: 'has no host yet' }],
    [
      'has a path',
      { spec: { path: '/registry' } },
      { url: 'https://dev.apps.example.com/registry' },
    ],
    [
      'has a host that is none',
      { spec: { host: 'a@b' } },
      { flaw: 'has a host that is none' },
    ],
  ])('of a Route that %s', (_what, parts, expected) => {
    expect(routeAddress(route(parts))).toEqual(expected);
  });
});

describe('inClusterAddress', () => {
  it.each([
    [
      [{ name: 'https-api', port: 8443 }],
      'https://dev.rhoai-model-registries.svc:8443',
    ],
    [
      [{ name: 'http-api', port: 8080 }],
      'http://dev.rhoai-model-registries.svc:8080',
    ],
    [
      [
        { name: 'http-api', port: 8080 },
        { name: 'https-api', port: 9443 },
      ],
      'https://dev.rhoai-model-registries.svc:9443',
    ],
    [[{ name: 'mysql', port: 3306 }], undefined],
    [[{ port: 8443 }], undefined],
  ])('of the ports %j is %s', (ports, url) => {
    expect(inClusterAddress(service({ ports }))).toBe(url);
  });
});

describe('addressesOf', () => {
  const INSIDE = 'https://dev.rhoai-model-registries.svc:8443';
  it.each<[string, string | undefined, Route[], string[]]>([
    [
      'annotation, Route, cluster',
      'gw.example.com/model-registry/dev',
      [route({})],
      [
        'https://gw.example.com/model-registry/dev',
        'https://dev.apps.example.com',
        INSIDE,
      ],
    ],
    [
      'one that is said twice, once',
      'dev.apps.example.com:443',
      [route({})],
      ['https://dev.apps.example.com', INSIDE],
    ],
    ['a broken annotation', 'a b', [], [INSIDE]],
    [
      'a Route of another Service',
      undefined,
      [route({ to: { kind: 'Service', name: 'prod' } })],
      [INSIDE],
    ],
    [
      'a Route of another namespace',
      undefined,
      [route({ namespace: 'mallory' })],
      [INSIDE],
    ],
  ])('with %s', (_what, annotation, routes, expected) => {
    expect(addressesOf(service({ annotation }), routes)).toEqual(expected);
  });
});
