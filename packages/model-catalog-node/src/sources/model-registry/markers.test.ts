import { movementOf, type Markers } from './markers';

const EMPTY: Markers = {
  registered_models: undefined,
  model_versions: undefined,
  inference_services: undefined,
  serving_environments: undefined,
  model_artifacts: undefined,
};
const at = (id: string, stamp?: number): Markers => ({
  ...EMPTY,
  model_versions: { id, stamp },
});
const changed = { kind: 'changed', lists: ['model_versions'] };

describe('what the newest rows say', () => {
  it.each([
    ['nothing at all', EMPTY, EMPTY, { kind: 'none' }],
    ['the same row', at('1', 5), at('1', 5), { kind: 'none' }],
    ['the first row', EMPTY, at('1', 5), changed],
    ['the same row, changed', at('1', 5), at('1', 6), changed],
    ['a newer row', at('1', 5), at('2', 6), changed],
    ['another row of the same millisecond', at('1', 5), at('2', 5), changed],
    ['a row without a time', at('1', 5), at('2'), changed],
    ['an older row', at('2', 6), at('1', 5), { kind: 'replaced' }],
    ['an empty list', at('1', 5), EMPTY, { kind: 'replaced' }],
  ])('%s', (_, before, now, movement) => {
    expect(movementOf(before, now)).toEqual(movement);
  });
});
