import { describeAcceptance } from './describeAcceptance';
import { simulatedServers } from './world/simulatedServers';

jest.setTimeout(240_000);

describe('the acceptance suite on a registry that serves only v1', () => {
  describeAcceptance(() => simulatedServers({ release: 'hub', alpha: 'gone' }));
});
