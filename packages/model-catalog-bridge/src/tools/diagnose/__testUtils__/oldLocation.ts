import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod/v4';

/** What the location service of RHDH 1.8 to 1.10 answered, recorded on a real cluster. */
const RECORDING = join(
  __dirname,
  '../../../../../model-catalog-node/src/wire/__fixtures__/location-go-0a79a60.jsonl',
);

const Exchange = z.object({
  method: z.string(),
  path: z.string(),
  status: z.number(),
  body: z.unknown(),
});

/** The last answer to each GET: the store as it was in the end. */
function answers(): Map<string, z.infer<typeof Exchange>> {
  const lines = readFileSync(RECORDING, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines
      .map(line => Exchange.parse(JSON.parse(line)))
      .filter(({ method }) => method === 'GET')
      .map(exchange => [exchange.path, exchange]),
  );
}

/** A location service of the connector before, as it answered. */
export async function startOldLocation(): Promise<{
  url: string;
  stop(): void;
}> {
  const known = answers();
  const server = createServer((request, response) => {
    const found = known.get(request.url ?? '');
    response.writeHead(found?.status ?? 404, {
      'content-type': 'application/json',
    });
    response.end(found ? JSON.stringify(found.body) : '404 page not found');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
