import type { Fault, FaultSwitch } from '@model-catalog/rhoai-simulator';
import type { WireMode } from '../kinds/kinds';
import type { Breakable } from '../Breakable';

/** Real milliseconds: longer than any answer takes, shorter than clients wait. */
const SLOW_MS = 150;

/** How the simulator does it. */
export const WIRE_FAULTS: Readonly<Record<WireMode, Fault>> = {
  '401': { mode: '401' },
  '403': { mode: '403' },
  '404': { mode: 'status', code: 404 },
  '429': { mode: 'status', code: 429 },
  '429-retry-after': { mode: 'status', code: 429, retryAfter: 20 },
  '500': { mode: 'status', code: 500 },
  '503': { mode: '503' },
  html: { mode: 'html' },
  'half-json': { mode: 'truncate', cut: 'end' },
  'cut-page': { mode: 'truncate', cut: 'destroy' },
  slow: { mode: 'slow', ms: SLOW_MS },
  reset: { mode: 'drop' },
};

/** The switches of a part. */
export function switchesOf(rig: Breakable, part: string): FaultSwitch[] {
  const { faults, modelServers } = rig.simulator;
  switch (part) {
    case 'registry':
    case 'catalog':
    case 'kubernetes':
      return [faults[part]];
    case 'location':
      return [rig.location.faults];
    case 'storage-rest':
      return rig.storages().map(({ faults: one }) => one);
    default:
      return [...modelServers.services.values()].map(one => one.faults);
  }
}

/** Breaks a part, and gives what ends that. */
export function breakWire(rig: Breakable, part: string, fault: Fault) {
  const switches = switchesOf(rig, part);
  for (const one of switches) {
    one.set(fault);
  }
  return async () => {
    for (const one of switches) {
      one.heal();
    }
  };
}

const PARTS = [
  ...['registry', 'catalog', 'kubernetes'],
  ...['model-servers', 'location', 'storage-rest'],
];

/** Ends whatever is broken at any wire. */
export function healWires(rig: Breakable): void {
  for (const one of PARTS.flatMap(part => switchesOf(rig, part))) {
    one.heal();
  }
}
