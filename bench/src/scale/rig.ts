import type { RealPostgres } from '@model-catalog/e2e/src/realServers/postgres';
import type { World } from './world/startWorld';

/** What is measured; `bare` needs the entities of `ours`. */
export const PARTS = ['ours', 'three', 'existing', 'bare'] as const;
export type Part = (typeof PARTS)[number];

export type ScaleInput = {
  models: number;
  distinct: boolean;
  quietMinutes: number;
  changes: number;
  /** How long it is waited for everything in one part. */
  patienceMs: number;
  parts: ReadonlySet<Part>;
  /** The bridge's and the benchmarks' own bundle, and the repository. */
  bundle: string;
  program: string;
  root: string;
  /** Leave logs and files where they are. */
  keep: boolean;
  /** Leave a processor profile of each Backstage beside them. */
  profile: boolean;
  progress: (text: string) => void;
};

/** What all parts of a run share. */
export type Rig = ScaleInput & {
  dir: string;
  world: World;
  postgres: RealPostgres;
  /** Tells how the processes of a part are stopped if it does not end. */
  onStop: (stop: () => Promise<void>) => void;
};

/** A component, its API and its model. */
export const ENTITIES_PER_MODEL = 3;
/** A model and its server. */
export const RECORDS_PER_MODEL = 2;
