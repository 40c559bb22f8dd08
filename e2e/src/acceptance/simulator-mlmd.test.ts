import { describeAcceptance } from './describeAcceptance';
import { simulatedServers } from './world/simulatedServers';

jest.setTimeout(240_000);

describe('the acceptance suite on RHOAI 2.20 to 2.22 (registry on MLMD, no catalog)', () => {
  describeAcceptance(() => simulatedServers({ release: 'mlmd' }));
});
