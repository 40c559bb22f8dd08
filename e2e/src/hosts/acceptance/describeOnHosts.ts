import { describeAcceptance } from '../../acceptance/describeAcceptance';
import { sidecars } from '../../acceptance/system/sidecars';
import type { Variant } from '../../acceptance/system/Variant';
import { simulatedServers } from '../../acceptance/world/simulatedServers';
import { noSidecar } from './noSidecar';
import { type PlannedHost, readPlanned, type VariantName } from './planned';
import { startHostBackstage } from './startHostBackstage';

const TITLES: Readonly<Record<VariantName, string>> = {
  all: 'one sidecar',
  three: 'three sidecars',
  none: 'no sidecar',
};

const variantOf = (
  name: VariantName,
  host: PlannedHost,
  plugins: string,
): Variant =>
  name === 'none'
    ? noSidecar(host, plugins)
    : sidecars(name, startHostBackstage(host, plugins));

/** The acceptance suite with one way to deploy the connector, on each host that is planned. */
export function describeOnHosts(variant: VariantName): void {
  const { hosts, plugins, variants } = readPlanned(process.env);
  const wanted = variants.includes(variant) ? hosts : [];
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
        variantOf(variant, host, plugins),
      );
    },
  );
}
