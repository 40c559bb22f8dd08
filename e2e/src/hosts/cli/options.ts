import { parseArgs } from 'node:util';
import { type VariantName, VARIANTS } from '../acceptance/planned';

/** What the command line asks for. */
export interface Options {
  readonly releases: readonly string[];
  readonly nodes: readonly string[];
  readonly ends: boolean;
  readonly json: boolean;
  readonly save: boolean;
  readonly help: boolean;
  /** The acceptance suite in the place of the matrix's own checks. */
  readonly acceptance: boolean;
  readonly variants: readonly VariantName[];
  /** Measures memory in the place of the matrix's own checks. */
  readonly growth: boolean;
  readonly models: number;
  /** Of each kind of host, for that. */
  readonly starts: number;
  /** An OCI layout, or a folder with one folder for each exported plugin. */
  readonly plugins?: string;
}

export const HELP = `npm run hosts [-- --host 1.45.3 --node 22] [--json]

Starts Backstage backends of several releases, loads the packed plugins into
each as Developer Hub does, and looks at what comes of it: entities, model
cards, each form of the configuration, the logs, start-up time and memory.

  --host RELEASE  only this release (again for more)
  --node MAJOR    only this Node.js: 20, 22 or 24 (again for more)
  --ends          only the oldest and the newest host, as CI does
  --acceptance    the acceptance suite on the oldest and the newest host (or on
                  those that --host names), each on its own Node.js
  --variant NAME  of the acceptance suite only: all (one sidecar), three,
                  separate or none (again for more)
  --growth        how much memory our plugins take: starts in turn without them,
                  with a sidecar, without them but with as many entities, and
                  without a sidecar, on the newest host (or the one that --host
                  names)
  --models COUNT  for --growth: 1000 unless given
  --starts COUNT  for --growth, of each of the four: 5 unless given
  --plugins DIR   an image of npm run image:plugins, or the exported plugins, one
                  folder each; the image is made when this is not given
  --json          prints {rows: [{release, node, outcomes, ...}]}
  --save          keeps the rows in e2e/hosts/measured.json

The first run installs what is needed (a minute or two for each release and
each Node.js) into $MODEL_CATALOG_CACHE, else ~/.cache/model-catalog.

Exit code 0 when all is well, 1 when a check failed, 2 for a wrong command line.
`;

export class UsageError extends Error {}

function variantsOf(names: readonly string[]): readonly VariantName[] {
  const unknown = names.find(name => !VARIANTS.some(one => one === name));
  if (unknown !== undefined) {
    throw new Error(`--variant: there is no ${unknown}, only ${VARIANTS}`);
  }
  return names.length === 0
    ? VARIANTS
    : VARIANTS.filter(one => names.includes(one));
}

function countOf(flag: string, text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) {
    throw new Error(`${flag}: ${text} is no count from 1 to 99999`);
  }
  return Number(text);
}

/** @throws UsageError when they do not make sense */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        host: { type: 'string', multiple: true, default: [] },
        node: { type: 'string', multiple: true, default: [] },
        acceptance: { type: 'boolean', default: false },
        variant: { type: 'string', multiple: true, default: [] },
        growth: { type: 'boolean', default: false },
        models: { type: 'string', default: '1000' },
        starts: { type: 'string', default: '5' },
        plugins: { type: 'string' },
        ends: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        save: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const { host: releases, node: nodes, variant, ...others } = values;
    const { models, starts, ...rest } = others;
    return {
      ...{ releases, nodes, variants: variantsOf(variant) },
      models: countOf('--models', models),
      starts: countOf('--starts', starts),
      ...rest,
    };
  } catch (error) {
    const { message } = Object(error);
    throw new UsageError(String(message));
  }
}
