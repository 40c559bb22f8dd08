import { describeAcceptance } from './describeAcceptance';
import { simulatedServers } from './world/simulatedServers';

jest.setTimeout(240_000);

describe('the acceptance suite on RHOAI 3.6 (v1 beside v1alpha3)', () => {
  describeAcceptance(() => simulatedServers({ release: 'hub' }));
});
