import { type SelectionOptions, TAKE_ALL } from '../selection/types';
import { type Chosen, whyLeftOut } from './whyLeftOut';

const IGNORE = { 'rhdh.modelcatalog.io/ignore': 'true' };
const INCLUDE = { 'rhdh.modelcatalog.io/include': 'true' };
const OPT_IN = { mode: 'opt-in' } as const;

const only = (namespaces: Partial<SelectionOptions['namespaces']>) => ({
  namespaces: { ...TAKE_ALL.namespaces, ...namespaces },
});

describe('a model server', () => {
  it.each<[string, Partial<Chosen>, Partial<SelectionOptions>, RegExp]>([
    ['that nothing is said of', {}, {}, /^taken$/],
    ['that is marked by annotation', { annotations: IGNORE }, {}, /ignore/],
    ['that is marked by label', { labels: IGNORE }, {}, /ignore/],
    ['that is not chosen', {}, OPT_IN, /opt-in/],
    ['that is chosen', { labels: INCLUDE }, OPT_IN, /^taken$/],
    ['of an excluded namespace', {}, only({ exclude: ['de*'] }), /exclude/],
    ['of another namespace', {}, only({ include: ['prod'] }), /include/],
    ['of an included one', {}, only({ include: ['demo'] }), /^taken$/],
    ['whose labels are not known', {}, only({ selector: 'a=b' }), /be read/],
    [
      'whose labels do not fit',
      { namespaceLabels: { a: 'c' } },
      only({ selector: 'a=b' }),
      /do not fit/,
    ],
    [
      'whose labels fit',
      { namespaceLabels: { a: 'b' } },
      only({ selector: 'a=b' }),
      /^taken$/,
    ],
  ])('%s', (_, server, options, reason) => {
    const why = whyLeftOut(
      { namespace: 'demo', ...server },
      { ...TAKE_ALL, ...options },
    );
    expect(why ?? 'taken').toMatch(reason);
  });
});
