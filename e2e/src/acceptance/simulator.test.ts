import { describeAcceptance } from './describeAcceptance';
import { simulatedServers } from './world/simulatedServers';

jest.setTimeout(240_000);

describe('the acceptance suite on the simulator', () => {
  describeAcceptance(() => simulatedServers());
});
