import { describeTwoClusters } from './describeTwoClusters';
import { readPlanned } from './planned';

const { hosts, plugins } = readPlanned(process.env);

describe.each(hosts)(
  'two clusters in one hub, on Backstage $release, Node.js $node.version',
  host => {
    describeTwoClusters(host, plugins);
  },
);
