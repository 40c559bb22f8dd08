import { setTimeout as sleep } from 'node:timers/promises';
import { flawsOf, type Looked } from './check';
import { pass } from './clock';
import { ScenarioBridge } from './ScenarioBridge';
import type { Expectation, Scenario, Step } from './schema';
import { ScenarioWorld } from './world/ScenarioWorld';

/** By our own clock; the bridge has a hundred times as long. */
const PATIENCE_MS = 6000;
/** On the bridge's clock: longer than a registry is left alone, shorter than most tests can bear. */
const SETTLE_MS = 12_000;

/** Of the log, in the message of a failure. */
const LAST_LINES = 10;

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

function milliseconds(written: string): number {
  return parseInt(written, 10) * (UNITS[written.at(-1) ?? ''] ?? NaN);
}

/** That something is not there, or stays, is seen only after a while. */
const mustStay = ({
  absent,
  exactly,
  quiet,
  noIssues,
  requests,
}: Expectation) =>
  [absent, exactly, quiet, noIssues, requests].some(part => part !== undefined);

/** @throws Error with all that is not as expected */
async function expectSoon(
  looked: Looked,
  expected: Expectation,
  what: string,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  const look = () =>
    flawsOf(looked, expected).catch((error: unknown) => [String(error)]);
  let flaws = await look();
  while (flaws.length > 0 && Date.now() < end) {
    await sleep(15);
    flaws = await look();
  }
  if (flaws.length === 0 && mustStay(expected)) {
    await pass(SETTLE_MS);
    flaws = await look();
  }
  if (flaws.length > 0) {
    const told = looked.bridge.log
      .filter(({ level }) => level !== 'debug')
      .slice(-LAST_LINES)
      .map(({ text }) => text.slice(0, 600).trimEnd());
    throw new Error(
      `${what}\n- ${flaws.join('\n- ')}\nThe log ends with\n${told.join('\n')}`,
    );
  }
}

/** What the bridge is told of registries and catalogs, unless it has to find them. */
function configuredOf(world: ScenarioWorld, { configured, given }: Scenario) {
  const list = (
    bodies: object = {},
    prefix: (name: string) => string = () => '',
  ) =>
    Object.keys(bodies)
      .map(name => `${name}=${world.service(name).url}${prefix(name)}`)
      .join(',');
  return configured
    ? {
        registries: list(
          given.registries,
          name => given.registries?.[name]?.prefix ?? '',
        ),
        catalogs: list(given.catalogs),
      }
    : { registries: '', catalogs: '' };
}

const servedBy = (world: ScenarioWorld) =>
  new Map([...world.services].map(([name, { seen }]) => [name, seen.length]));

/** Runs a scenario against the real bridge; throws with what is not as it says. */
export async function runScenario(scenario: Scenario): Promise<void> {
  const world = await ScenarioWorld.start(scenario);
  const bridge = new ScenarioBridge(world);
  const configured = configuredOf(world, scenario);
  let settings = scenario;
  let before: string | undefined;

  const take = async (step: Step) => {
    const served = servedBy(world);
    if (step.restart) {
      await bridge.stop();
    }
    await world.change(step);
    if (step.restart) {
      settings = {
        ...settings,
        environment: { ...settings.environment, ...step.environment },
        config: step.config ?? settings.config,
      };
      await bridge.start(settings, configured);
    }
    if (step.wait) {
      await pass(milliseconds(step.wait));
    }
    const looked = { world, bridge, before, served };
    await expectSoon(looked, step.expect, step.then);
  };

  try {
    await bridge.start(settings, configured);
    const looked = { world, bridge, before, served: new Map<string, number>() };
    await expectSoon(looked, scenario.expect, 'given');
    for (const step of scenario.steps) {
      before = (await bridge.see().catch(() => undefined))?.revision;
      await take(step);
    }
  } finally {
    await bridge.stop();
    await world.stop();
  }
}
