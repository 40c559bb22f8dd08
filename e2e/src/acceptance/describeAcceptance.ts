import { z } from 'zod/v4';
import { logLine } from '../realServers/describeReal';
import { badObjectScenarios } from './scenarios/badObjects';
import { cardScenarios } from './scenarios/cards';
import { compatibilityScenarios } from './scenarios/compatibility';
import { faultScenarios } from './scenarios/faults';
import { modelScenarios } from './scenarios/models';
import { restartScenarios } from './scenarios/restarts';
import { secretScenarios } from './scenarios/secrets';
import { serverScenarios } from './scenarios/servers';
import { startSuite, type Suite } from './Suite';
import { sidecars } from './system/sidecars';
import { startBackstage } from './system/startBackstage';
import type { Variant } from './system/Variant';
import { within } from './system/within';
import type { Servers } from './world/World';

/** How long worlds, bridge and Backstage may take to start. */
const START_MS = 180_000;

/** Waits until everything that was there at the start is in the catalog. */
async function firstLoad({ bridge, catalog }: Suite): Promise<void> {
  await within(60, async () => {
    const { text } = await bridge.get('/list');
    const { uris } = z
      .object({ uris: z.array(z.string()) })
      .parse(JSON.parse(text));
    const entities = await catalog.entities();
    expect(entities.length).toBeGreaterThanOrEqual(uris.length);
    expect(await catalog.dangling()).toEqual([]);
  });
}

/** The acceptance suite, on whatever servers it is given, and however the connector and its hub are deployed; `ownScenarios` are those of one way alone. */
export function describeAcceptance(
  startServers: () => Promise<Servers>,
  variant: Variant = sidecars('all', startBackstage),
  ownScenarios: (suite: () => Suite) => void = () => {},
): void {
  let started: Suite | undefined;
  const suite = (): Suite => {
    if (!started) throw new Error('The suite was not started');
    return started;
  };

  beforeAll(async () => {
    started = await startSuite(startServers, variant);
    await started.bridge.untilReady();
    await firstLoad(started);
  }, START_MS);

  afterEach(() => started?.world.heal());

  afterAll(async () => {
    for (const [what, seconds] of started?.figures ?? []) {
      logLine(`${seconds.toFixed(2)} s  ${what}`);
    }
    await started?.stop();
  }, START_MS);

  serverScenarios(suite);
  modelScenarios(suite);
  cardScenarios(suite);
  badObjectScenarios(suite);
  faultScenarios(suite);
  restartScenarios(suite);
  compatibilityScenarios(suite, variant);
  ownScenarios(suite);
  secretScenarios(suite);
}
