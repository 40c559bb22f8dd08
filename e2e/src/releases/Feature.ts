import type { Release } from '@model-catalog/rhoai-simulator';
import type { Known, ReleaseWorld } from './ReleaseWorld';

/** One row of the table, and the test behind each of its cells. */
export interface Feature {
  /** In the names of tests. */
  readonly id: string;
  readonly title: string;
  /** Releases that cannot have it, and why; all others have it. */
  readonly lacking?: Readonly<Partial<Record<Release, string>>>;
  /** What a cell says besides yes. */
  readonly notes?: Readonly<Partial<Record<Release, string>>>;
  /** Puts into the world what is looked for; before the bridge starts. */
  seed(world: ReleaseWorld): void;
  /** What is seen of it, and what should be: with the feature, or where the release `lacks` it. */
  look(
    known: Known,
    how: { readonly world: ReleaseWorld; readonly lacks: boolean },
  ): { readonly seen: unknown; readonly wanted: unknown };
}
