import { describeAcceptance } from '../../acceptance/describeAcceptance';
import { separateScenarios } from '../../acceptance/scenarios/separate';
import type { Suite } from '../../acceptance/Suite';
import { separate } from '../../acceptance/system/separate/separate';
import { sidecars } from '../../acceptance/system/sidecars';
import type { Variant } from '../../acceptance/system/Variant';
import { simulatedServers } from '../../acceptance/world/simulatedServers';
import { noSidecar } from './noSidecar';
import { type PlannedHost, readPlanned, type VariantName } from './planned';
import { startHostBackstage } from './startHostBackstage';

const TITLES: Readonly<Record<VariantName, string>> = {
  all: 'one sidecar',
  three: 'three sidecars',
  separate: 'a Deployment for several hubs',
  none: 'no sidecar',
};

/** A way to deploy the connector, and the scenarios that only it has. */
function chosen(
  name: VariantName,
  host: PlannedHost,
  plugins: string,
): [Variant, ((suite: () => Suite) => void)?] {
  if (name === 'none') {
    return [noSidecar(host, plugins)];
  }
  const startBackstage = startHostBackstage(host, plugins);
  if (name === 'separate') {
    const variant = separate(startBackstage);
    return [variant, suite => separateScenarios(suite, variant.rig)];
  }
  return [sidecars(name, startBackstage)];
}

/** A hub elsewhere is the same one; one host is enough to see that it is. */
const hostsOf = (name: VariantName, hosts: readonly PlannedHost[]) =>
  name === 'separate' ? hosts.slice(-1) : hosts;

/** The acceptance suite with one way to deploy the connector, on each host that is planned. */
export function describeOnHosts(variant: VariantName): void {
  const { hosts, plugins, variants } = readPlanned(process.env);
  const wanted = variants.includes(variant) ? hostsOf(variant, hosts) : [];
  if (wanted.length === 0) {
    it(`is not asked for: ${TITLES[variant]}`, () => {
      expect(variants).not.toContain(variant);
    });
    return;
  }
  describe.each(wanted)(
    `the acceptance suite with ${TITLES[variant]} on Backstage $release, Node.js $node.version`,
    host => {
      describeAcceptance(
        () => simulatedServers(),
        ...chosen(variant, host, plugins),
      );
    },
  );
}
