import type { Offering, OfferingBackend } from '@model-catalog/common';
import type { InferenceServer } from '@model-catalog/node';
import { aServer, anOffering, backendOf } from '../__testUtils__/builders';
import { matchOfferings } from './matchOfferings';
import { serviceOf } from './serviceOf';

const CLUSTER = { clusterDomain: 'cluster.local' };

const match = (
  offerings: Offering[],
  servers: InferenceServer[],
  suggestions = false,
) => matchOfferings(offerings, servers, { suggestions });

/** Where a product with one backend is shown, and why. */
function placeOf(backend: OfferingBackend, ...servers: InferenceServer[]) {
  const { placed } = match([anOffering({ backends: [backend] })], servers);
  return [...placed].map(([id, [one]]) => `${id} by ${one?.match.by}`);
}

const granite = aServer('granite');

describe('the Service that a private URL names', () => {
  it.each([
    ['http://a-predictor.llm.svc.cluster.local:8080', 'llm/a-predictor'],
    ['http://A-Predictor.LLM.svc.cluster.local.', 'llm/a-predictor'],
    ['https://a.llm.svc:8443/v1', 'llm/a'],
    ['http://a.llm', 'llm/a'],
    ['http://a', undefined],
    ['http://pod-0.a.llm.svc.cluster.local', undefined],
    ['http://10.1.2.3', undefined],
    ['http://[::1]:80', undefined],
    ['http://granite.apps.example.com', undefined],
    ['http://a.llm.svc.other.domain', undefined],
    ['nonsense', undefined],
    ['', undefined],
  ])('%s is %s', (url, expected) => {
    const found = serviceOf(url, CLUSTER);
    expect(found && `${found.namespace}/${found.name}`).toBe(expected);
  });

  it('is in the namespace of who calls it, or in another domain', () => {
    expect(serviceOf('http://a', { ...CLUSTER, namespace: 'here' })).toEqual({
      namespace: 'here',
      name: 'a',
    });
    const other = { clusterDomain: 'corp.internal.' };
    expect(serviceOf('http://a.b.svc.corp.internal', other)).toEqual({
      namespace: 'b',
      name: 'a',
    });
  });
});

describe('the model server of a backend', () => {
  const NS = 'demo';
  const llm = aServer('qwen', { resource: 'llminferenceservice' });

  it.each<[string, OfferingBackend, InferenceServer[], string[]]>([
    [
      'whose object names it, whatever its URL says',
      { ...backendOf('http://mistral-predictor.demo.svc'), server: granite.id },
      [granite, aServer('mistral')],
      ['demo/inferenceservice/granite by explicit'],
    ],
    [
      'whose object names one that is gone',
      { ...backendOf('http://granite-predictor.demo.svc'), server: 'demo/x/y' },
      [granite],
      [],
    ],
    [
      'whose Service names it',
      backendOf('http://odd-name.demo.svc:1', granite.id),
      [granite],
      ['demo/inferenceservice/granite by service-label'],
    ],
    [
      'whose Service names one that is left out',
      backendOf('http://granite-predictor.demo.svc', 'demo/inferenceservice/x'),
      [granite],
      [],
    ],
    ...[
      'granite-predictor',
      'granite-predictor-default',
      'granite-transformer',
      'granite',
    ].map((name): [string, OfferingBackend, InferenceServer[], string[]] => [
      `at ${name}, on any port`,
      backendOf(`http://${name}.${NS}.svc.cluster.local:8080/v1`),
      [granite],
      ['demo/inferenceservice/granite by service-name'],
    ]),
    [
      'at the workload of an LLMInferenceService',
      backendOf('https://qwen-kserve-workload-svc.demo.svc:8000'),
      [llm],
      ['demo/llminferenceservice/qwen by service-name'],
    ],
    [
      'of another namespace',
      backendOf('http://granite-predictor.other.svc'),
      [granite],
      [],
    ],
    [
      'at its address outside',
      backendOf('https://GRANITE-demo.apps.example.com:443/v1'),
      [granite],
      ['demo/inferenceservice/granite by host'],
    ],
    [
      'at the address of a host that only looks alike',
      backendOf('https://granite-demo.apps.example.com.evil.org'),
      [granite],
      [],
    ],
    ['without a URL', {}, [granite], []],
    ['with a URL that is none', { privateUrl: 'http://' }, [granite], []],
  ])('%s', (_, backend, servers, expected) => {
    expect(placeOf(backend, ...servers)).toEqual(expected);
  });

  it('is told by its path where servers share a host', () => {
    const at = (name: string, path: string) =>
      aServer(name, {
        resource: 'llminferenceservice',
        externalUrl: `https://inference.example.com${path}`,
      });
    const all = [at('a', '/demo/a'), at('b', '/demo/b'), at('ab', '/demo/ab')];
    const place = (url: string) => placeOf(backendOf(url), ...all);
    expect(place('https://inference.example.com/demo/a/v1')).toEqual([
      'demo/llminferenceservice/a by host',
    ]);
    expect(place('https://inference.example.com/demo')).toEqual([]);
    const twins = [at('a', ''), at('b', '')];
    expect(
      placeOf(backendOf('https://inference.example.com'), ...twins),
    ).toEqual([]);
  });
});

describe('offerings', () => {
  it('of several backends are at each of their servers, shown at one', () => {
    const offering = anOffering({
      backends: ['mistral', 'granite', 'granite'].map(name =>
        backendOf(`http://${name}-predictor.demo.svc`),
      ),
    });
    const { placed } = match([offering], [aServer('mistral'), granite]);
    expect(
      [...placed].map(([id, list]) => [id, list.map(one => one.isShownHere)]),
    ).toEqual([
      ['demo/inferenceservice/mistral', [false]],
      ['demo/inferenceservice/granite', [true]],
    ]);
  });

  it('of one server are all there', () => {
    const of = (systemName: string) =>
      anOffering({
        systemName,
        backends: [backendOf('http://granite-predictor.demo.svc')],
      });
    const { placed } = match([of('b'), of('a')], [granite]);
    const names = placed.get(granite.id)?.map(one => one.offering.systemName);
    expect(names).toEqual(['a', 'b']);
  });

  it('are never made of equal names, which are told of when asked for', () => {
    const offering = anOffering({ systemName: 'granite', backends: [] });
    expect(match([offering], [granite])).toEqual({
      placed: new Map(),
      issues: [],
    });
    const { placed, issues } = match([offering], [granite], true);
    expect(placed.size).toBe(0);
    expect(issues).toEqual([
      expect.objectContaining({
        level: 'info',
        reason: expect.stringContaining('demo/inferenceservice/granite'),
      }),
    ]);
  });
});

describe('what is worth mending', () => {
  const at = (url: string, change: Partial<Offering> = {}) =>
    anOffering({ backends: [backendOf(url)], ...change });
  const reasonsOf = (offering: Offering) =>
    match([offering], [granite]).issues.map(({ reason }) => reason);
  const THERE = 'http://granite-predictor.demo.svc';

  it.each<[string, Offering, string | undefined]>([
    ['nothing', at(THERE), undefined],
    ['a product of something else', at('http://shop.shop.svc'), undefined],
    [
      'a Service beside models that is of none',
      at('http://old-predictor.demo.svc'),
      'leads to Service demo/old-predictor',
    ],
    [
      'a model that is gone',
      anOffering({ backends: [{ server: 'demo/inferenceservice/gone' }] }),
      'is of the model server demo/inferenceservice/gone',
    ],
    [
      'no document',
      at(THERE, { documentDigest: undefined }),
      'has no ActiveDoc',
    ],
    ['not promoted', at(THERE, { state: 'unpromoted' }), 'not promoted'],
    [
      'failed',
      at(THERE, { state: 'failed', stateReason: 'no backend' }),
      'is failed: no backend',
    ],
    ['no plan', at(THERE, { plans: [] }), 'no published plan'],
    ['no gateway', at(THERE, { gatewayUrls: {} }), 'no gateway URL'],
    [
      'the rule of 3scale',
      at(THERE, { operations: [{ method: 'GET', pattern: '/' }] }),
      'the mapping rule GET /',
    ],
    [
      'a rule without end',
      at(THERE, { operations: [{ method: 'POST', pattern: '/embed' }] }),
      'without $',
    ],
  ])('%s', (_, offering, reason) => {
    const told = reasonsOf(offering).map(text => text.includes(reason ?? '#'));
    expect(told).toEqual(reason === undefined ? [] : [true]);
  });
});
