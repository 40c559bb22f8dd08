import { join } from 'node:path';
import type { Cell } from '../matrix/choose';
import { hostsCache } from './cache';
import { installDriver } from './installDriver';
import { installHost } from './installHost';
import { type InstalledNode, installNode } from './installNode';

/** A cell of the matrix, ready to be started. */
export interface InstalledCell extends Cell {
  readonly dir: string;
  readonly driver: string;
  readonly installed: InstalledNode;
}

const unique = <T>(values: readonly T[]) => [...new Set(values)];

async function each<K, V>(
  keys: readonly K[],
  make: (key: K) => Promise<V>,
): Promise<Map<K, V>> {
  const made = new Map<K, V>();
  for (const key of keys) {
    made.set(key, await make(key));
  }
  return made;
}

const found = <K, V>(made: ReadonlyMap<K, V>, key: K): V => {
  const value = made.get(key);
  if (value === undefined) {
    throw new Error(`${String(key)} was not installed`);
  }
  return value;
};

/** Installs what the cells need and is not there; drivers are compiled while the hosts are installed. */
export async function installAll(
  cells: readonly Cell[],
  { root, say }: { root: string; say: (line: string) => void },
): Promise<InstalledCell[]> {
  const cache = hostsCache(process.env);
  const where = { sources: join(root, 'e2e', 'hosts'), cache };
  const nodes = await each(
    unique(cells.map(({ node }) => node)),
    async major => {
      say(`Node.js ${major}: installing it, if it is not`);
      return installNode(major, cache);
    },
  );
  const [drivers, hosts] = await Promise.all([
    // At the same time: SQLite is one file, which one core compiles.
    Promise.all(
      [...nodes.entries()].map(async ([major, node]) => {
        const driver = await installDriver(node, cache);
        return [major, driver] as const;
      }),
    ),
    each(unique(cells.map(({ host }) => host.release)), async release => {
      say(`Backstage ${release}: installing it, if it is not`);
      return installHost(release, where);
    }),
  ]);
  const driverOf = new Map(drivers);
  return cells.map(cell => ({
    ...cell,
    dir: found(hosts, cell.host.release),
    driver: found(driverOf, cell.node),
    installed: found(nodes, cell.node),
  }));
}
