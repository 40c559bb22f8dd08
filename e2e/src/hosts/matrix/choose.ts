import { UsageError } from '../cli/options';
import { HOSTS, NODES, type HostRelease, type NodeMajor } from './hosts';

/** One host on one Node.js. */
export interface Cell {
  readonly host: HostRelease;
  readonly node: NodeMajor;
}

/** Which cells of the matrix are wanted; what is not given means all of them. */
export interface Wanted {
  readonly releases: readonly string[];
  readonly nodes: readonly string[];
  /** Only the oldest and the newest host, each on the Node.js of its Developer Hub. */
  readonly ends: boolean;
  /** Hosts without a Node.js are taken on their own one; without a host, the ends. */
  readonly acceptance?: boolean;
}

const MAJORS = Object.keys(NODES).map(Number);

const isMajor = (value: number): value is NodeMajor => MAJORS.includes(value);

function hostOf(release: string): HostRelease {
  const found = HOSTS.find(host => host.release === release);
  if (!found) {
    const known = HOSTS.map(host => host.release).join(', ');
    throw new UsageError(`--host: there is no ${release}, only ${known}`);
  }
  return found;
}

function majorOf(text: string): NodeMajor {
  const major = Number(text);
  if (!isMajor(major)) {
    throw new UsageError(
      `--node: there is no ${text}, only ${MAJORS.join(', ')}`,
    );
  }
  return major;
}

const ENDS = HOSTS.filter(
  (_, index) => index === 0 || index === HOSTS.length - 1,
);

/**
 * | releases | nodes | ends | cells |
 * |---|---|---|---|
 * | any | any | yes | oldest and newest host, each on its own Node.js |
 * | none | none | no | every host on every Node.js |
 * | some | none | no | those hosts on every Node.js |
 * | none | some | no | every host on those |
 * | some | some | no | those hosts on those |
 * | none | none | acceptance | as `ends` |
 * | some | none | acceptance | those hosts, each on its own Node.js |
 *
 * @throws UsageError that names what is unknown and what there is
 */
export function choose(wanted: Wanted): Cell[] {
  const { releases, nodes, ends, acceptance = false } = wanted;
  const own = (host: HostRelease) => ({ host, node: host.node });
  if (ends || (acceptance && releases.length === 0)) {
    return ENDS.map(own);
  }
  const hosts = releases.length > 0 ? releases.map(hostOf) : HOSTS;
  if (acceptance && nodes.length === 0) {
    return hosts.map(own);
  }
  const majors = (nodes.length > 0 ? nodes : MAJORS.map(String)).map(majorOf);
  return hosts.flatMap(host => majors.map(node => ({ host, node })));
}
