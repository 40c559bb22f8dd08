import { describeReal, logLine } from '../realServers/describeReal';
import { describeAcceptance } from './describeAcceptance';
import { realServers } from './world/realServers';

describeReal()('the acceptance suite on the real kube-apiserver', () => {
  describeAcceptance(() => realServers({ log: logLine, env: process.env }));
});
