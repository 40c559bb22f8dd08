import type { Kind } from '../kubernetes/kinds';
import { defaulted } from './defaults';

const object = (spec: Record<string, unknown>) => ({
  metadata: { name: 'x', namespace: '3scale', uid: 'u', resourceVersion: '1' },
  spec,
});

const HITS = { hits: { friendlyName: 'H', unit: 'hit' } };
const APICAST = {
  name: 'apicast',
  version: 'builtin',
  enabled: true,
  configuration: {},
};

describe('what the operator writes into a spec', () => {
  it.each<[string, Kind, Record<string, unknown>, Record<string, unknown>]>([
    [
      'the system name of a Backend, and hits',
      'Backend',
      { name: 'Granite 3.3 (8B)' },
      { systemName: 'granite338b', metrics: { hits: { unit: 'hit' } } },
    ],
    [
      'apicast where a Product has no policies',
      'Product',
      { name: 'G', systemName: 'g', metrics: HITS },
      { policies: [APICAST] },
    ],
    [
      'apicast behind those that are there, and their configuration',
      'Product',
      {
        name: 'G',
        systemName: 'g',
        metrics: HITS,
        policies: [{ name: 'cors', version: 'builtin', enabled: true }],
      },
      { policies: [{ name: 'cors', configuration: {} }, APICAST] },
    ],
    [
      'the system name of an ActiveDoc',
      'ActiveDoc',
      { name: 'My docs' },
      { systemName: 'mydocs' },
    ],
  ])('%s', (_what, kind, spec, written) => {
    expect(defaulted(kind, object(spec))).toMatchObject(written);
  });

  it.each<[string, Kind, Record<string, unknown>]>([
    [
      'a complete Backend',
      'Backend',
      { name: 'G', systemName: 'g', metrics: HITS },
    ],
    [
      'a Product with apicast where it was put',
      'Product',
      {
        name: 'G',
        systemName: 'g',
        metrics: HITS,
        policies: [
          APICAST,
          { name: 'headers', version: 'builtin', configuration: { a: 1 } },
        ],
      },
    ],
    [
      'a policy whose configuration is in a Secret',
      'Product',
      {
        name: 'G',
        systemName: 'g',
        metrics: HITS,
        policies: [
          { name: 'headers', configurationRef: { name: 's' } },
          APICAST,
        ],
      },
    ],
    ['a ProxyConfigPromote', 'ProxyConfigPromote', { productCRName: 'g' }],
  ])('nothing into %s', (_what, kind, spec) => {
    expect(defaulted(kind, object(spec))).toBeUndefined();
  });
});
