import type { Entity } from '@backstage/catalog-model';
import { entitiesOf } from './entitiesOf';
import { mismatch } from './match';
import type { LogLine, ScenarioBridge, Seen } from './ScenarioBridge';
import type { Expectation } from './schema';
import type { ScenarioWorld } from './world/ScenarioWorld';

/** What is looked at, and where the step began. */
export type Looked = {
  world: ScenarioWorld;
  bridge: ScenarioBridge;
  /** Revision of the store at the step before. */
  before: string | undefined;
  /** Requests that each service had got when the step began. */
  served: ReadonlyMap<string, number>;
};

const has = (text: string | undefined, words: readonly string[] = []) =>
  words.every(word => (text ?? '').includes(word));

function checkSources({ sources }: Seen, expected: Expectation): string[] {
  return Object.entries(expected.sources ?? {}).flatMap(([id, wanted]) => {
    const { state, says } =
      typeof wanted === 'string' ? { state: wanted, says: [] } : wanted;
    const found = sources.find(source => source.id === id);
    if (state === 'none' ? !found : found?.state === state) {
      return has(found?.message, says)
        ? []
        : [`source ${id} says "${found?.message}" without all of ${says}`];
    }
    const all = sources.map(source => `${source.id} ${source.state}`);
    return [
      `source ${id} is not ${state}: ${all.join(', ')} ${found?.message ?? ''}`,
    ];
  });
}

function checkParts(
  kind: string,
  found: (key: string) => unknown,
  { wanted = {}, all }: { wanted?: Record<string, unknown>; all: string[] },
): string[] {
  return Object.entries(wanted).flatMap(([key, part]) => {
    const actual = found(key);
    return actual === undefined
      ? [`there is no ${kind} ${key}; there are ${all.join(', ')}`]
      : mismatch(actual, part, key) ?? [];
  });
}

function checkEntities(
  entities: ReadonlyMap<string, Entity>,
  { entities: wanted, exactly, absent = [] }: Expectation,
  resolve: (value: unknown) => unknown,
): string[] {
  const all = [...entities.keys()].sort();
  const flaws = checkParts('entity', ref => entities.get(ref), {
    all,
    wanted: Object.fromEntries(
      Object.entries(wanted ?? {}).map(([ref, part]) => [ref, resolve(part)]),
    ),
  });
  if (exactly && all.join() !== [...exactly].sort().join()) {
    flaws.push(`there are ${all.join(', ')} instead of ${exactly.join(', ')}`);
  }
  return [
    ...flaws,
    ...absent.filter(ref => entities.has(ref)).map(ref => `${ref} is there`),
  ];
}

const isIssue = ({ object, reason }: LogLine) =>
  object !== undefined && reason !== undefined;

function checkIssues(
  log: readonly LogLine[],
  { issues = [], noIssues = [] }: Expectation,
): string[] {
  const told = log.filter(isIssue);
  const missing = issues
    .filter(
      ({ object, field, says }) =>
        !told.some(
          line =>
            line.object?.includes(object) &&
            (field === undefined || line.field === field) &&
            has(line.reason, says),
        ),
    )
    .map(issue => {
      const all = told.map(
        line => `${line.object} ${line.field}: ${line.reason}`,
      );
      return `nobody is told ${JSON.stringify(issue)}; told was ${all.join(
        '; ',
      )}`;
    });
  const unwanted = told
    .filter(
      ({ object, level }) =>
        level === 'warn' && noIssues.some(name => object?.includes(name)),
    )
    .map(({ object, reason }) => `told of ${object}: ${reason}`);
  return [...missing, ...unwanted];
}

function checkLog(log: readonly LogLine[], { log: wanted = [] }: Expectation) {
  return wanted.flatMap(({ says, level, times }) => {
    const lines = log.filter(
      line =>
        has(line.text, says) && (level === undefined || line.level === level),
    );
    return (times === undefined ? lines.length > 0 : lines.length === times)
      ? []
      : [`the log says ${says.join(', ')} ${lines.length} times`];
  });
}

function checkRequests({ world, served }: Looked, expected: Expectation) {
  return (expected.requests ?? []).flatMap(wanted => {
    const { to, path = '', authorization, atLeast, atMost } = wanted;
    const count = world
      .service(to)
      .seen.slice(served.get(to) ?? 0)
      .filter(
        ({ target, authorized }) =>
          target.includes(path) &&
          (authorization === undefined ||
            authorized === (authorization === 'some')),
      ).length;
    return count < (atLeast ?? 0) || count > (atMost ?? Infinity)
      ? [`${to} has got ${count} requests: ${JSON.stringify(wanted)}`]
      : [];
  });
}

async function cardOf({ bridge }: Looked, entity: Entity | undefined) {
  const at = entity?.metadata.annotations?.['backstage.io/techdocs-ref'];
  return at === undefined ? undefined : await bridge.card(at);
}

async function checkCards(
  looked: Looked,
  entities: ReadonlyMap<string, Entity>,
  { cards = {}, noCards = {} }: Expectation,
): Promise<string[]> {
  const flaws: string[] = [];
  for (const [ref, words] of Object.entries(cards)) {
    const text = await cardOf(looked, entities.get(ref));
    if (text === undefined || !has(text, words)) {
      flaws.push(`the card of ${ref} is not ${words}: ${text?.slice(0, 300)}`);
    }
  }
  for (const [ref, words] of Object.entries(noCards)) {
    const text = await cardOf(looked, entities.get(ref));
    const found = words.filter(word => text?.includes(word));
    if (found.length > 0) {
      flaws.push(`the card of ${ref} has ${found}: ${text}`);
    }
  }
  return flaws;
}

/** What is not as expected now, in sentences; none when all is well. */
export async function flawsOf(
  looked: Looked,
  expected: Expectation,
): Promise<string[]> {
  const { bridge, world, before } = looked;
  const seen = await bridge.see();
  const entities = await entitiesOf(seen.records);
  const records = new Map(seen.records.map(record => [record.key, record]));
  return [
    ...checkSources(seen, expected),
    ...checkParts('record', key => records.get(key), {
      all: [...records.keys()],
      wanted: expected.records,
    }),
    ...checkEntities(entities, expected, world.resolve),
    ...checkIssues(bridge.log, expected),
    ...checkLog(bridge.log, expected),
    ...checkRequests(looked, expected),
    ...(await checkCards(looked, entities, expected)),
    ...(expected.quiet && before !== seen.revision
      ? [`the store was written: ${before} is ${seen.revision}`]
      : []),
  ];
}
