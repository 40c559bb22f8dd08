import { aServer, aVersion } from '../__testUtils__/builders';
import { run } from '../__testUtils__/normalising';
import { canonical } from './canonical';
import { diff } from './diff';

const stored = (records: ReturnType<typeof run>['records']) =>
  new Map(records.map(record => [record.record.key, record]));

describe('diff', () => {
  const { records } = run({
    servers: [aServer()],
    registryObjects: [aVersion()],
  });

  it('of the same records is empty, also after a way through JSON', () => {
    const copy: typeof records = JSON.parse(JSON.stringify(records));

    expect(diff(stored(copy), records)).toEqual({
      added: [],
      updated: [],
      removed: [],
      unchanged: 3,
    });
  });

  it('names what is new and what is gone', () => {
    const { added, removed } = diff(
      stored(records.slice(0, 1)),
      records.slice(1),
    );

    expect(added).toEqual(records.slice(1));
    expect(removed).toEqual([records[0]?.record.key]);
  });

  it('says which source made a record change', () => {
    const after = run({
      servers: [aServer({ externalUrl: 'https://new.example.com' })],
      registryObjects: [aVersion({ modelDescription: 'new' })],
    });
    const { updated } = diff(stored(records), after.records);

    expect(
      updated.map(({ record, because }) => [record.record.kind, because]),
    ).toEqual([
      ['model', ['server']],
      ['server', ['definitionOf', 'server']],
      ['model', ['version']],
    ]);
  });
});

it('canonical texts do not depend on the order of keys, and know no undefined', () => {
  expect(canonical({ b: [1, { d: 1, c: undefined }], a: 'x' })).toBe(
    canonical({ a: 'x', b: [1, { d: 1 }] }),
  );
});
