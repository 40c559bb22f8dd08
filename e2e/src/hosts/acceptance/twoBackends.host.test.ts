import { describePostgres } from '../../realServers/postgres';
import { describeTwoBackends } from './describeTwoBackends';
import { readPlanned } from './planned';

const { hosts, plugins } = readPlanned(process.env);

describePostgres()('on one PostgreSQL', () => {
  // The others differ in nothing that this is about.
  describe.each(hosts.slice(-1))(
    'two backends of Backstage $release, Node.js $node.version',
    host => {
      describeTwoBackends(host, plugins);
    },
  );
});
