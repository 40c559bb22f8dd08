import { readFile } from 'node:fs/promises';
import { type Connection, HttpGetter } from '@model-catalog/connection';
import { messageOf } from '@model-catalog/node';
import { makeEntities } from '../../export/makeEntities';
import {
  type EntityInput,
  fromDocuments,
  LocationClient,
  type Shape,
  type ShownUrls,
} from '../../export/plugins';
import { judgeEntities } from './checks/entities';
import { judgeLocation, type LocationFacts } from './checks/location';
import { judgeTls, readTls } from './checks/tls';
import { judgeToken, readToken } from './checks/tokens';
import type { Examination } from './context';
import type { Finding } from './types';

/** How the location service is reached, as a hub would be told. */
export type LocationOptions = {
  url: string;
  token?: string;
  tokenFile?: string;
  caFile?: string;
  id: string;
  urls: ShownUrls;
  shape: Shape;
};

type Read = { facts: LocationFacts; records: readonly EntityInput[] };

async function readLocationService(
  client: LocationClient,
  url: string,
  signal: AbortSignal,
): Promise<Read> {
  try {
    const answer = await client.changes(undefined, {
      signal,
      wait: false,
      atOnce: true,
    });
    if (answer.kind === 'changes') {
      const { records, bad, ...rest } = answer.changes;
      return {
        facts: {
          ...rest,
          url,
          state: 'read',
          records: records.length,
          bad: bad.map(one => JSON.stringify(one)),
        },
        records,
      };
    }
    const { documents, failed } = await client.listing(signal);
    return {
      facts: {
        url,
        state: 'old',
        documents: documents.length,
        failed: failed.map(({ uri, message }) => `${uri}: ${message}`),
      },
      records: fromDocuments(documents, url),
    };
  } catch (error) {
    return { facts: { url, state: 'failed', error }, records: [] };
  }
}

async function tokenOf(
  { token, tokenFile }: LocationOptions,
  { redactor, now }: Examination,
): Promise<{ token?: string; findings: Finding[] }> {
  if (token === undefined && tokenFile === undefined) {
    return { findings: [] };
  }
  let read: string | undefined;
  const check = await readToken({
    id: 'tokens.location',
    title: 'Token for the location service',
    from: tokenFile ?? 'LOCATION_TOKEN',
    renews: tokenFile !== undefined,
    read: async () => {
      read = tokenFile ? (await readFile(tokenFile, 'utf8')).trim() : token;
      redactor.learn(read);
      return read;
    },
  });
  return { token: read, findings: [judgeToken(check, now)] };
}

async function tlsFindings(
  { url, caFile }: LocationOptions,
  { now }: Examination,
): Promise<Finding[]> {
  if (!url.startsWith('https:')) {
    return [];
  }
  const settings = async () => ({
    caPem: caFile ? await readFile(caFile, 'utf8') : undefined,
  });
  // The plugin asks it without a proxy, too.
  const facts = await readTls(url, settings, {});
  const place = { id: 'location.tls', title: 'TLS of the location service' };
  return [judgeTls(facts, place, now)];
}

/** The location service as a hub would read it, and what the hub would make of it. */
export async function examineLocation(
  options: LocationOptions,
  examination: Examination,
): Promise<Finding[]> {
  const { signal } = examination;
  const { id, urls, shape, caFile } = options;
  const baseUrl = options.url.replace(/\/+$/, '');
  const { token, findings } = await tokenOf(options, examination);
  const connection: Connection = {
    ...{ id, baseUrl, urls },
    ...(token && { token }),
    ...(caFile && { caFile }),
    listIntervalMs: 0,
    removalGuard: { maxSharePercent: 0, atLeast: 1 },
  };
  const client = new LocationClient(new HttpGetter(connection));
  try {
    const { facts, records } = await readLocationService(
      client,
      baseUrl,
      signal,
    );
    const read = [
      ...findings,
      ...(await tlsFindings(options, examination)),
      ...judgeLocation(facts),
    ];
    return facts.state === 'failed'
      ? read
      : [
          ...read,
          ...judgeEntities(
            await makeEntities(records, { baseUrl, id, urls, shape }),
          ),
        ];
  } catch (error) {
    const finding: Finding = {
      id: 'location.service',
      title: 'Location service',
      verdict: 'fail',
      found: messageOf(error),
      nextStep: 'Name where it is by --url',
    };
    return [...findings, finding];
  } finally {
    client.close();
  }
}
