import type { DiscoveredEndpoint } from '@model-catalog/node';
import type { Endpoint } from '../config/endpoints';
import {
  type KindPlan,
  type Memory,
  namesOf,
  remember,
  sourceId,
  wantedEndpoints,
  type WantedInput,
} from './wanted';

const GRACE = 600_000;

const dev: DiscoveredEndpoint = {
  kind: 'model-registry',
  name: 'dev',
  namespace: 'rhoai-model-registries',
  service: 'dev',
  addresses: ['https://dev.example.com', 'https://dev.ns.svc:8443'],
};

const planOf = (
  configured: Endpoint[],
  discover: boolean,
  kind: KindPlan['kind'] = 'model-registry',
): KindPlan => ({ kind, configured, discover });

function wanted(parts: Partial<WantedInput>) {
  return wantedEndpoints({
    plans: [planOf([], true)],
    view: { found: [] },
    memory: new Map(),
    completed: new Set(),
    namespaces: ['rhoai-model-registries'],
    now: 0,
    graceMs: GRACE,
    ...parts,
  })?.map(({ id, from }) => `${id} ${from}`);
}

const found = (...endpoints: DiscoveredEndpoint[]): Memory =>
  remember(new Map(), endpoints, 0);
const gone = (at: number): Memory => remember(found(dev), [], at);
const mine: Endpoint = { name: 'mine', url: 'https://mine.example.com' };

describe('which registries there should be', () => {
  it.each<[string, Partial<WantedInput>, string[] | undefined]>([
    ['the cluster was not asked yet', { view: undefined }, undefined],
    [
      'nothing is looked for, so that nobody waits for the cluster',
      { view: undefined, plans: [planOf([mine], false)] },
      ['model-registry/mine configuration'],
    ],
    ['one is found', { memory: found(dev) }, ['model-registry/dev discovery']],
    [
      'its Service is gone for a moment',
      { memory: gone(1), now: GRACE },
      ['model-registry/dev memory'],
    ],
    [
      'its Service is gone for long, and may be back where nothing can be read',
      {
        memory: gone(1),
        now: GRACE + 1,
        view: { found: [], unread: [dev.namespace] },
      },
      ['model-registry/dev memory'],
    ],
    [
      'its Service is gone for good, and another namespace cannot be read',
      {
        memory: gone(1),
        now: GRACE + 1,
        view: { found: [], unread: ['other'] },
      },
      [],
    ],
    [
      'its Service is there for long without any address',
      { memory: found({ ...dev, isLost: true }), now: 2 * GRACE },
      ['model-registry/dev memory'],
    ],
    ['its Service is gone for good', { memory: gone(1), now: GRACE + 1 }, []],
    [
      'it is retired, and was known from an earlier life too',
      {
        memory: gone(1),
        now: GRACE + 1,
        completed: new Set(['model-registry/dev']),
      },
      [],
    ],
    [
      'one of an earlier life is not found',
      { completed: new Set(['model-registry/old', 'kserve']) },
      ['model-registry/old memory'],
    ],
    [
      'one of an earlier life is not found, and configuration decides',
      {
        completed: new Set(['model-registry/old']),
        plans: [planOf([mine], false)],
      },
      ['model-registry/mine configuration'],
    ],
    [
      'one is configured and looked for by the same name',
      {
        memory: found(dev),
        plans: [planOf([{ ...mine, name: 'dev' }], true)],
      },
      ['model-registry/dev configuration'],
    ],
    [
      'one is configured and looked for at the same address',
      {
        memory: found(dev),
        completed: new Set(['model-registry/dev']),
        plans: [
          planOf(
            [
              {
                name: 'mine',
                url: 'https://dev.example.com/api/model_registry/v1alpha3',
              },
            ],
            true,
          ),
        ],
      },
      ['model-registry/mine configuration'],
    ],
    [
      'one is configured with a port that goes without saying',
      {
        memory: found(dev),
        plans: [
          planOf([{ name: 'mine', url: 'https://DEV.example.com:443/' }], true),
        ],
      },
      ['model-registry/mine configuration'],
    ],
    [
      'one is configured beside it behind the same gateway',
      {
        memory: found({
          ...dev,
          addresses: ['https://gw.example.com/api/dev'],
        }),
        plans: [
          planOf([{ name: 'mine', url: 'https://gw.example.com/api/x' }], true),
        ],
      },
      ['model-registry/mine configuration', 'model-registry/dev discovery'],
    ],
    [
      'none is configured and none looked for, though one was read once',
      {
        completed: new Set(['model-registry/old']),
        plans: [planOf([], false)],
      },
      [],
    ],
    [
      'the catalogs of an earlier life',
      {
        plans: [planOf([], true, 'model-catalog')],
        completed: new Set(['model-catalog', 'model-catalog/b']),
      },
      ['model-catalog memory', 'model-catalog/b memory'],
    ],
  ])('when %s', (_when, parts, expected) => {
    expect(wanted(parts)).toEqual(expected);
  });

  it('says what to do about one that is not found', () => {
    const [one] =
      wantedEndpoints({
        plans: [planOf([], true)],
        view: { found: [], message: 'Services cannot be read.' },
        memory: new Map(),
        completed: new Set(['model-registry/old']),
        namespaces: [],
        now: 0,
        graceMs: GRACE,
      }) ?? [];
    expect(one).toMatchObject({
      message:
        'Model registry "old" was read before and cannot be looked for now: Services cannot be read. What was known of it stays.',
    });
  });
});

it('remembers since when one is gone, until it is back', () => {
  const since = (memory: Memory) => memory.get('model-registry/dev')?.goneSince;
  const later = remember(gone(5), [], 9);
  expect(since(later)).toBe(5);
  const back = remember(later, [dev], 10);
  expect(since(back)).toBeUndefined();
  expect(since(remember(back, [], 11))).toBe(11);
});

it.each([
  ['model-registry', 'dev', 'model-registry/dev'],
  ['model-registry', 'model-catalog', 'model-registry/model-catalog'],
  ['model-catalog', 'model-catalog', 'model-catalog'],
  ['model-catalog', 'team.x', 'model-catalog/team.x'],
] as const)('the %s "%s" has the id %s, and back', (kind, name, id) => {
  expect(sourceId(kind, name)).toBe(id);
  expect([...namesOf(kind, ['kserve', id])]).toEqual([name]);
});
