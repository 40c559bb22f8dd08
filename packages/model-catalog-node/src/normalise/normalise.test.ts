import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { asStored, modelOf, reasons, run } from '../__testUtils__/normalising';

describe('names', () => {
  it('stay when another object arrives that would have had them', () => {
    const late = aVersion({ createdAt: '2026-05-01T00:00:00.000Z' });
    const before = run({ registryObjects: [late] });
    const after = run({
      registryObjects: [
        late,
        aVersion({ registry: 'team', id: 't', createdAt: '2025-01-01' }),
      ],
      stored: asStored(before),
    });

    expect(modelOf(after, 'version/public/granite-3.1-8b/1.0').name).toBe(
      'granite-3.1-8b-1.0',
    );
    expect(modelOf(after, 'version/team/granite-3.1-8b/1.0').name).toMatch(
      /^granite-3\.1-8b-1\.0-[0-9a-f]{8}$/,
    );
  });

  it('begin with the prefix of their cluster, those of before too', () => {
    const input = {
      servers: [aServer({ namespace: 'demo', name: 'granite' })],
      registryObjects: [
        aVersion({ modelName: 'granite', versionName: '1.0' }),
        aVersion({ modelName: '日本語', versionName: '一', id: 'x' }),
      ],
    };
    const before = run(input);
    const east = [[], undefined, { namePrefix: 'east' }] as const;
    const after = run({ ...input, stored: asStored(before) }, ...east);
    const later = run({ ...input, stored: asStored(after) }, ...east);

    const names = after.records.map(({ record }) => record.name).sort();
    // A server and the model in it are entities of different kinds.
    expect(names).toEqual([
      expect.stringMatching(/^east-[0-9a-f]{8}$/),
      'east-demo-granite',
      'east-demo-granite',
      'east-granite-1.0',
    ]);
    expect(later.records.map(({ record }) => record.name).sort()).toEqual(
      names,
    );
  });

  it('of a version and of the model of a server never meet', () => {
    const output = run({
      servers: [aServer({ namespace: 'a', name: 'b' })],
      registryObjects: [aVersion({ modelName: 'a', versionName: 'b' })],
    });
    const models = output.records.flatMap(({ record }) =>
      record.kind === 'model' ? [record] : [],
    );

    expect(new Set(models.map(({ name }) => name)).size).toBe(2);
    expect(new Set(output.records.map(({ record }) => record.uri)).size).toBe(
      2,
    );
  });
});

describe('what is told of objects that need nobody', () => {
  it.each([
    ['a/b ü', '1.0', /name: "a\/b ü-1\.0" is taken, or is no name/],
    ['m'.repeat(200), '1', /the entity is called m+-[0-9a-f]{8}$/],
  ])('a name that becomes another one: %s', (modelName, versionName, text) => {
    const output = run({
      registryObjects: [aVersion({ modelName, versionName })],
    });

    expect(reasons(output)).toEqual([expect.stringMatching(text)]);
    expect(output.issues[0]).toMatchObject({ level: 'info', field: 'name' });
  });

  it('a server without status', () => {
    const output = run({
      servers: [
        aServer({
          state: 'not-ready',
          externalUrl: undefined,
          internalUrl: undefined,
        }),
      ],
    });

    expect(output.issues).toEqual([
      {
        source: 'kserve',
        object: 'InferenceService demo/granite',
        field: 'status',
        level: 'info',
        reason:
          'tells nothing yet; it is shown as not ready, without an API until it has a URL',
      },
    ]);
  });
});

it('gives the same records for the same input, whatever the order', () => {
  const registryObjects = [
    aVersion(),
    aVersion({ id: 'b', versionId: '3', versionName: '2.0' }),
    aDeployment(),
  ];
  const servers = [aServer(), aServer({ name: 'other' })];

  expect(
    run({
      registryObjects: [...registryObjects].reverse(),
      servers: [...servers].reverse(),
    }).records,
  ).toEqual(run({ registryObjects, servers }).records);
});
