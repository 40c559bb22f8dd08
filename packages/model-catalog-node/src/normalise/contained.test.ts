import { aServer, aVersion } from '../__testUtils__/builders';
import { asStored, keysOf, reasons, run } from '../__testUtils__/normalising';

/** As it is, but for a field that cannot be read. */
function broken<T extends object>(object: T, field: keyof T): T {
  return Object.defineProperty({ ...object }, field, {
    enumerable: true,
    get: () => {
      throw new Error('nobody thought of this');
    },
  });
}

const server = aServer({ namespace: 'demo', name: 'granite' });
const other = aServer({ namespace: 'demo', name: 'llama' });
const version = aVersion({ modelName: 'granite', versionName: '1.0' });
const another = aVersion({ id: 'x', modelName: 'llama', versionName: '2' });
const all = { servers: [server, other], registryObjects: [version, another] };

describe('an object of which no record can be made', () => {
  it.each([
    [
      'a server',
      { servers: [broken(server, 'displayName'), other] },
      /^InferenceService demo\/granite record: cannot be made \(nobody thought of this\)/,
    ],
    [
      'a version',
      { registryObjects: [broken(version, 'versionDescription'), another] },
      /^ModelVersion "granite" "1.0" .*record: cannot be made \(nobody thought of this\)/,
    ],
  ])('keeps what is stored of it, and is named: %s', (_, input, named) => {
    const before = run(all);
    const after = run({ ...all, ...input, stored: asStored(before) });

    expect(after.records.map(({ record }) => record)).toEqual(
      before.records.map(({ record }) => record),
    );
    expect(reasons(after)).toEqual(
      expect.arrayContaining([expect.stringMatching(named)]),
    );
  });

  it('is the only one that is missing where nothing is stored of it', () => {
    const whole = run(all);
    const input = { ...all, servers: [broken(server, 'displayName'), other] };

    expect(keysOf(run(input))).toEqual(
      keysOf(whole).filter(key => !key.endsWith('/granite')),
    );
  });

  it('comes as soon as one can be made', () => {
    const input = { ...all, servers: [broken(server, 'displayName'), other] };
    const before = run(input);

    expect(keysOf(run({ ...all, stored: asStored(before) }))).toEqual(
      keysOf(run(all)),
    );
  });
});
