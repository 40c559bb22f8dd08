import type { Place } from './places';
import type { Trial } from './trial';

const CONFIGURATION = 'configuration of the bridge';

/** What else decides, and what it is changed to in a trial. */
export function settingsOf({
  normalise,
  hub,
}: Trial): [Place, Partial<Trial>][] {
  const entry = `catalog.providers.modelCatalog.${hub.id}`;
  return [
    [
      { object: CONFIGURATION, key: 'DEFAULT_OWNER (owners.default)' },
      { normalise: { ...normalise, defaultOwner: 'somebody-else' } },
    ],
    [
      { object: CONFIGURATION, key: 'DEFAULT_LIFECYCLE (lifecycle.default)' },
      { normalise: { ...normalise, defaultLifecycle: 'another' } },
    ],
    [
      { object: CONFIGURATION, key: 'owners' },
      { normalise: { ...normalise, owners: undefined } },
    ],
    [
      { object: CONFIGURATION, key: 'lifecycle' },
      { normalise: { ...normalise, lifecycle: undefined } },
    ],
    [
      { object: 'configuration of the hub', key: `${entry}.baseUrl` },
      { hub: { ...hub, baseUrl: 'http://elsewhere.invalid' } },
    ],
    [
      { object: 'configuration of the hub', key: entry },
      { hub: { ...hub, id: `${hub.id}x` } },
    ],
  ];
}
