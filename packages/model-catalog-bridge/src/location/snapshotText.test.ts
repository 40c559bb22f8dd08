import type { CatalogRecord, Snapshot } from '@model-catalog/common';
import { snapshotText } from './snapshotText';

const record = (index: number): CatalogRecord => ({
  kind: 'model',
  key: `version/main/model ${index}/"1"`,
  name: `model-${index}`,
  uri: `/model-${index}/1/model-catalog.json`,
  source: 'model-registry/main',
  ownerRef: 'user:default/a',
  artifacts: [],
  model: {
    name: `model-${index}`,
    owner: 'a',
    lifecycle: 'x',
    description: 'ä\n"',
  },
});

describe('a snapshot as pieces of text', () => {
  it.each([0, 1, 200, 201, 1000])('is the JSON of %d records', count => {
    const snapshot: Snapshot = {
      schemaVersion: 1,
      revision: 'r',
      generatedAt: '2026-11-21T00:00:00Z',
      sources: [],
      records: Array.from({ length: count }, (_, index) => record(index)),
      removed: ['version/main/gone/1'],
    };
    const pieces = [...snapshotText(snapshot)];
    expect(JSON.parse(pieces.join(''))).toEqual(snapshot);
    expect(pieces.length).toBe(2 + Math.ceil(count / 200));
  });
});
