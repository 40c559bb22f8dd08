import { describeAcceptance } from './describeAcceptance';
import { separateScenarios } from './scenarios/separate';
import { separate } from './system/separate/separate';
import { startBackstage } from './system/startBackstage';
import { simulatedServers } from './world/simulatedServers';

jest.setTimeout(240_000);

const variant = separate(startBackstage);

describe('the acceptance suite on the simulator, with a Deployment for several hubs', () => {
  describeAcceptance(
    () => simulatedServers(),
    variant,
    suite => separateScenarios(suite, variant.rig),
  );
});
