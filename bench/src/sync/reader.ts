import { z } from 'zod/v4';

const Records = z.object({ records: z.array(z.unknown()) });

/** Reads the location service as the plugin does: whole when it is new, else not at all. */
export type Reader = {
  /** How many records there are, without reading them; 0 while nothing answers. */
  count(): Promise<number>;
  /** The text of a snapshot not read before; `undefined` while there is none. */
  news(): Promise<string | undefined>;
};

/** How many records a snapshot holds. */
export function countIn(snapshot: string): number {
  return Records.parse(JSON.parse(snapshot)).records.length;
}

export function createReader(ports: {
  location: number;
  metrics: number;
}): Reader {
  const url = `http://127.0.0.1:${ports.location}/api/v1/records`;
  let tag = '';
  return {
    async count() {
      try {
        const metrics = `http://127.0.0.1:${ports.metrics}/metrics`;
        const text = await (await fetch(metrics)).text();
        return Number(/^model_catalog_records (\d+)$/m.exec(text)?.[1] ?? 0);
      } catch {
        return 0;
      }
    },
    async news() {
      const headers = { 'if-none-match': tag };
      const response = await fetch(url, { headers });
      const text = await response.text();
      if (response.status !== 200) {
        return undefined;
      }
      tag = response.headers.get('etag') ?? '';
      return text;
    },
  };
}
