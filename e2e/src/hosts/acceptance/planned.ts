import { z } from 'zod/v4';

const MAJORS = [20, 22, 24] as const;

/** In which ways the connector may be deployed. */
export const VARIANTS = ['all', 'three', 'separate', 'none'] as const;
export type VariantName = (typeof VARIANTS)[number];

const PlannedHost = z.object({
  release: z.string(),
  /** Where it is installed. */
  dir: z.string(),
  /** The driver of SQLite for its Node.js. */
  driver: z.string(),
  node: z.object({
    major: z.literal(MAJORS),
    version: z.string(),
    home: z.string(),
    program: z.string(),
  }),
});

/** A host that is installed, for the acceptance suite. */
export type PlannedHost = z.infer<typeof PlannedHost>;

const Planned = z.object({
  /** A folder with one folder for each exported plugin. */
  plugins: z.string(),
  variants: z.array(z.enum(VARIANTS)),
  hosts: z.array(PlannedHost).min(1),
});

/** What the acceptance suite runs on: as `npm run hosts -- --acceptance` says it to jest. */
export type Planned = z.infer<typeof Planned>;

/** The variable that it is said in. */
export const PLANNED = 'HOSTS_ACCEPTANCE';

/** @throws Error when nothing was planned: these suites need hosts that are installed */
export function readPlanned(environment: NodeJS.ProcessEnv): Planned {
  const text = environment[PLANNED];
  if (!text) {
    throw new Error('These suites are run by npm run hosts -- --acceptance');
  }
  return Planned.parse(JSON.parse(text));
}
