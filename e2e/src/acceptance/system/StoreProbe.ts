import type { Cluster, ConfigMap } from '../world/Cluster';

/** Looks into the place where the connector keeps what it knows, past the connector. */
export interface StoreProbe {
  /** What it is, e.g. `ConfigMaps`. */
  readonly place: string;
  /** One line for each part of it but the lease, another one after each write. */
  revisions(): Promise<string[]>;
  /** Everything that is kept, readable. */
  texts(): Promise<string[]>;
}

const plain = (text: string) => Buffer.from(text, 'base64').toString('utf8');

/** An object as it is, and its binary values decoded twice, as they are encoded. */
function decoded(map: ConfigMap): string[] {
  return [
    JSON.stringify(map),
    ...Object.values(map.binaryData ?? {}).flatMap(value => {
      const text = plain(value);
      const body = /"body":"([^"]*)"/.exec(text)?.[1] ?? '';
      return [text, plain(body)];
    }),
  ];
}

/** ConfigMaps of a namespace; whoever leads renews the one of the lease. */
export const configMaps = (
  cluster: Cluster,
  namespace: string,
): StoreProbe => ({
  place: 'ConfigMaps',
  revisions: async () =>
    (await cluster.configMaps(namespace))
      .filter(({ metadata }) => !metadata.name.endsWith('-lease'))
      .map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`)
      .sort(),
  texts: async () => (await cluster.configMaps(namespace)).flatMap(decoded),
});
