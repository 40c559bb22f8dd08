import type { FaultProxy, Simulator } from '@model-catalog/rhoai-simulator';
import type { FaultWorld } from './world/FaultWorld';

/** What can be broken from outside of every process of ours. */
export interface Breakable {
  readonly simulator: Simulator;
  readonly world: FaultWorld;
  /** Where the store lies in a database: asks it something as its administrator. */
  readonly sql?: (text: string) => Promise<unknown[]>;
  /** In front of the location service that Backstage reads. */
  readonly location: FaultProxy;
  /** In front of each storage-rest. */
  storages(): readonly FaultProxy[];
  /** Makes the token for registry and catalog worthless; `deliver` puts the next one where it is looked for. */
  rotate(): Promise<{ deliver: () => Promise<void> }>;
}
