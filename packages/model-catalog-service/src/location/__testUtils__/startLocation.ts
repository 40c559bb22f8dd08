import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import type { Credential } from '../../config/types';
import { type Listening, listen } from '../../listen';
import {
  type ContentOptions,
  createContent,
  type LocationContent,
} from '../content';
import { createLocationApp } from '../createLocationApp';
import type { RouterOptions, Served } from '../router';
import { FakeDelay } from './FakeDelay';
import { type Got, OpenApiCheck } from './OpenApiCheck';

export type TestLocation = {
  content: LocationContent;
  delay: FakeDelay;
  served: Served[];
  port: number;
  get(
    path: string,
    headers?: Record<string, string>,
    method?: string,
  ): Promise<Got>;
  close(): Promise<void>;
};

const described = new OpenApiCheck();

/** A location service over what a test says, with real HTTP on a free port; each answer is held to the OpenAPI document. */
export async function startTestLocation(
  options: Pick<ContentOptions, 'state'> &
    Partial<ContentOptions> & {
      router?: Partial<RouterOptions>;
      locationToken?: Credential;
    },
): Promise<TestLocation> {
  const delay = new FakeDelay();
  const content = createContent({
    store: { blob: async () => undefined },
    bridgeUrl: 'http://localhost:9090',
    now: () => 0,
    delay: delay.wait,
    ...options,
  });
  const served: Served[] = [];
  const app = createLocationApp({
    config: {
      bridgeUrl: 'http://models.example.com:9090',
      locationToken: options.locationToken,
    },
    content,
    logger: pino({ level: 'silent' }),
    now: options.now ?? (() => 0),
    onServed: one => served.push(one),
    ...options.router,
  });
  const listening: Listening = await listen(
    app,
    { host: '127.0.0.1', port: 0 },
    '--address',
  );
  const { port } = listening;
  return {
    content,
    delay,
    served,
    port,
    get: async (path, headers = {}, method = 'GET') => {
      const got = await exchange({ port, path, headers, method });
      const flaws = described.flawsOf({ method, path }, got);
      if (flaws.length > 0) {
        throw new Error(`Not as the OpenAPI document says: ${flaws.join()}`);
      }
      return got;
    },
    close: () => listening.close(),
  };
}

/** One exchange as it is on the wire: nothing is unpacked or added but a connection of its own. */
export function exchange(input: {
  port: number;
  path: string;
  headers?: Record<string, string>;
  method?: string;
}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', agent: false, ...input },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const isPacked =
            response.headers['content-encoding'] === 'gzip' && bytes.length > 0;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text: (isPacked ? gunzipSync(bytes) : bytes).toString(),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
