/* eslint-disable @backstage/no-forbidden-package-imports -- the library's own rig, which no program gets */
import type { StoredRecord } from '@model-catalog/node';
import { aCatalogModel } from '@model-catalog/node/src/__testUtils__/builders';
import {
  storedModel,
  storedServer,
} from '@model-catalog/node/src/store/__testUtils__';
import { readOnce } from './readFirst';

describe('sources that could be read in an earlier life', () => {
  it('are those written down, and those whose words are stored', () => {
    const model = storedModel('m', { source: 'model-registry/team' });
    const { facets } = model;
    const described = {
      ...model,
      facets: { ...facets, catalogModel: aCatalogModel() },
    };
    const server = storedServer('s', { source: 'kserve/inferenceservice' });
    const { source } = server.record;

    expect(
      readOnce({ completedSources: ['openapi'], records: new Map() }),
    ).toEqual(new Set(['openapi']));
    // Somebody deleted what says which sources were complete.
    expect(
      readOnce({
        completedSources: [],
        records: new Map<string, StoredRecord>([
          ['m', described],
          ['s', server],
        ]),
      }),
    ).toEqual(new Set(['model-registry/team', 'model-catalog', source]));
  });
});
