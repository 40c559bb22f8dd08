import type { Listed } from './api';

/** So many versions of one ConfigMap are remembered: events may come late. */
const REMEMBERED = 8;

/**
 * Which versions of the ConfigMaps there are, and which of them this process
 * has read or written. While somebody watches, events keep it true and nobody
 * has to ask.
 */
export type Census = {
  /** Whether `maps` is kept true by a watch. */
  isLive(): boolean;
  setLive(isLive: boolean): void;
  maps(): ReadonlyMap<string, string>;
  /** Replaces all of it. */
  set(maps: Listed['maps']): void;
  saw(name: string, version: string): void;
  gone(name: string): void;
  /** This version is there, and was read or written here. */
  note(name: string, version: string): void;
  /** This version was there, and is as if it had been read here. */
  trust(name: string, version: string): void;
  /** Whether this version, or a newer one, was read or written here. */
  knows(name: string, version: string | undefined): boolean;
};

export function createCensus(): Census {
  let maps = new Map<string, string>();
  let live = false;
  const noted = new Map<string, string[]>();
  const trust = (name: string, version: string) => {
    const versions = noted.get(name) ?? [];
    if (!versions.includes(version)) {
      noted.set(name, [...versions.slice(1 - REMEMBERED), version]);
    }
  };
  return {
    isLive: () => live,
    setLive: isLive => {
      live = isLive;
    },
    maps: () => maps,
    set: listed => {
      maps = new Map(listed);
    },
    saw: (name, version) => {
      maps.set(name, version);
    },
    gone: name => {
      maps.delete(name);
    },
    note: (name, version) => {
      maps.set(name, version);
      trust(name, version);
    },
    trust,
    knows: (name, version) =>
      version !== undefined && noted.get(name)?.includes(version) === true,
  };
}
