import { z } from 'zod/v4';
import { isHttpError } from '../http';
import type { KubernetesClient } from '../kubernetes/types';
import { isOurName, LEASE_NAME, shardIndex } from '../store/configMap/names';
import { MapList } from '../store/configMap/objects';

const Sized = z.object({
  data: z.record(z.string(), z.string()).nullish(),
  binaryData: z.record(z.string(), z.string()).nullish(),
});

const Lease = z.object({ holder: z.string(), epoch: z.number() });

/** What the store takes of the cluster. */
export type StoreUse = {
  /** Bytes as Kubernetes counts them; 1 MiB is the most that it takes. */
  maps: readonly { name: string; bytes: number; isShard: boolean }[];
  /** Who has claimed the store last; an empty holder has given it back. */
  lease?: { holder: string; epoch: number };
};

type Client = Pick<KubernetesClient, 'get'>;

const baseOf = (namespace: string) =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps`;

function bytesOf({ data, binaryData }: z.infer<typeof Sized>): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(data ?? {})) {
    bytes += key.length + Buffer.byteLength(value);
  }
  for (const [key, value] of Object.entries(binaryData ?? {})) {
    bytes += key.length + Math.ceil((value.length * 3) / 4);
  }
  return bytes;
}

async function leaseOf(client: Client, namespace: string) {
  try {
    const path = `${baseOf(namespace)}/${LEASE_NAME}`;
    const { data } = await client.get(path, Sized);
    const [text] = Object.values(data ?? {});
    return Lease.parse(JSON.parse(text ?? ''));
  } catch (error) {
    if (isHttpError(error) && error.status !== 404) {
      throw error;
    }
    return undefined;
  }
}

/** Reads how large each of the ConfigMaps is, and who writes them. Throws `HttpError`. */
export async function readStoreUse(
  client: Client,
  namespace: string,
): Promise<StoreUse> {
  const list = await client.get(baseOf(namespace), MapList, {
    metadataOnly: true,
  });
  const names = list.items
    .map(({ metadata }) => metadata.name)
    .filter(isOurName);
  const maps: { name: string; bytes: number; isShard: boolean }[] = [];
  for (const name of names) {
    const map = await client.get(`${baseOf(namespace)}/${name}`, Sized);
    const isShard = shardIndex(name) !== undefined;
    maps.push({ name, bytes: bytesOf(map), isShard });
  }
  return { maps, lease: await leaseOf(client, namespace) };
}
