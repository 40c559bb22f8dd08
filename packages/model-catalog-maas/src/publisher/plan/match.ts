import type { DesiredObject, RenderedOffering } from '../../contract/types';
import type { ThreescaleObject } from '../../threescale/objects';
import { serverOf, systemNameOf } from './owners';

/** The live object whose place a desired one takes. */
export type Place =
  | { kind: 'free' }
  | { kind: 'own'; live: ThreescaleObject }
  | { kind: 'adopt'; live: ThreescaleObject }
  | { kind: 'refused'; message: string };

const byName = (a: ThreescaleObject, b: ThreescaleObject) =>
  a.name < b.name ? -1 : Number(a.name > b.name);

function nameAndOwner({ kind, name }: ThreescaleObject, owner?: string) {
  return owner === undefined
    ? `the ${kind} "${name}", which was not made by the publisher`
    : `the ${kind} "${name}" of ${owner}`;
}

const nameText = (live: ThreescaleObject, object: DesiredObject): string =>
  live.name === object.metadata.name
    ? `the name "${live.name}"`
    : `the system name "${systemNameOf(object)}"`;

/**
 * Which live object a desired one stands for: ours of the same server and
 * kind, else one of the same name, else one of the same system name (3scale's
 * operator would silently overwrite what that one made).
 *
 * | there is | made for | server says `adopt` | place |
 * |---|---|---|---|
 * | none | - | - | free |
 * | one | this server, by us | - | own |
 * | one | another server, by us | - | refused |
 * | one | not by us | no | refused |
 * | one | not by us | yes | adopt |
 */
export function placeOf(
  object: DesiredObject,
  { server, adopt }: Pick<RenderedOffering, 'server' | 'adopt'>,
  objects: readonly ThreescaleObject[],
): Place {
  const alike = objects.filter(({ kind }) => kind === object.kind);
  const own = alike.filter(one => serverOf(one) === server).sort(byName);
  const [first] = own;
  const named = alike.find(({ name }) => name === object.metadata.name);
  const mine = own.find(one => one === named) ?? first;
  if (mine) {
    return { kind: 'own', live: mine };
  }
  const systemName = systemNameOf(object);
  const live =
    named ??
    alike.find(
      one => systemName !== undefined && systemNameOf(one) === systemName,
    );
  if (!live) {
    return { kind: 'free' };
  }
  const owner = serverOf(live);
  if (owner !== undefined || !adopt) {
    const what = nameAndOwner(live, owner);
    const todo =
      owner === undefined
        ? 'set another system name (maas.rhdh.io/system-name), or let it be taken over by the annotation maas.rhdh.io/adopt: "true"'
        : 'set another system name (maas.rhdh.io/system-name)';
    return {
      kind: 'refused',
      message: `${nameText(live, object)} is taken by ${what}: ${todo}`,
    };
  }
  return { kind: 'adopt', live };
}
