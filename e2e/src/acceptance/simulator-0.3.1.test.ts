import { describeAcceptance } from './describeAcceptance';
import { simulatedServers } from './world/simulatedServers';

jest.setTimeout(240_000);

describe('the acceptance suite on RHOAI 2.25 (registry and catalog 0.3.1)', () => {
  describeAcceptance(() => simulatedServers({ release: '0.3.1' }));
});
