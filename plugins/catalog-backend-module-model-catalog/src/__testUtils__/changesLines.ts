/** What a location service knows at one moment, as `snapshotOf` makes it. */
export type World = {
  revision: string;
  generatedAt: string;
  sources: readonly object[];
  records: readonly unknown[];
  removed?: readonly string[];
};

/** The lines of an answer that has everything. */
export function linesOf(world: World): object[] {
  const { revision, generatedAt, sources, records, removed } = world;
  const count = records.length;
  return [
    {
      type: 'begin',
      schemaVersion: 1,
      revision,
      generatedAt,
      sources,
      count,
      ...(removed && { removed }),
    },
    ...records.map(record => ({ type: 'record', record })),
    { type: 'end', count },
  ];
}

/** The lines of an answer that has what changed since another revision. */
export function deltaLinesOf(
  world: Omit<World, 'records'>,
  since: string,
  changes: { records?: readonly unknown[]; gone?: readonly string[] },
): object[] {
  const { records = [], gone = [] } = changes;
  const [begin] = linesOf({ ...world, records });
  const count = records.length + gone.length;
  return [
    { ...begin, since, count },
    ...records.map(record => ({ type: 'record', record })),
    ...gone.map(key => ({ type: 'removed', key })),
    { type: 'end', count },
  ];
}
