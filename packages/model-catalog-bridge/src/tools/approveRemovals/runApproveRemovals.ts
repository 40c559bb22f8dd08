import { readFile } from 'node:fs/promises';
import { isHttpError } from '@model-catalog/node';
import { delay, type RefusedRemovals } from '@model-catalog/service';
import { type Config, loadConfig } from '../../config/config';
import { writeCredential } from '../../storage/writeCredential';
import { jsonText } from '../json';
import type { ToolExit, ToolShell } from '../shell';
import { tellFailure } from '../tellFailure';
import { RemovalsClient } from './RemovalsClient';

export type ApproveOptions = ToolShell & {
  /** Nothing is approved without one. */
  source?: string;
  yes?: boolean;
  json?: boolean;
  /** Of the process that writes: its metrics address, or an entry of a hub without sidecars. */
  url?: string;
  /** With what such a hub takes for a token. */
  tokenFile?: string;
};

/** Of several backends of a hub behind one address, one writes: asked for five seconds. */
const TRIES = 25;
const PATIENCE_MS = 20_000;
const PAUSE_MS = 200;
const SHOWN = 50;

function urlOf({ metricsAddress }: Config): string {
  const { host, port } = metricsAddress;
  const isAny = host === '::' || host === '0.0.0.0';
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${isAny ? '127.0.0.1' : shown}:${port}`;
}

/**
 * Who is asked, and with what.
 * @throws ConfigError
 */
async function clientOf(options: ApproveOptions): Promise<RemovalsClient> {
  const { environment, url, tokenFile } = options;
  const config = await loadConfig(environment, {}, 'rhoai-normalizer');
  return new RemovalsClient({
    url: url ?? urlOf(config),
    credential:
      tokenFile === undefined
        ? writeCredential({ config, environment })
        : async () => (await readFile(tokenFile, 'utf8')).trim(),
    tries: tokenFile === undefined ? 1 : TRIES,
  });
}

function stepFor(error: unknown, { tokenFile }: ApproveOptions): string {
  if (isHttpError(error, 409)) {
    return 'No process that writes answered there: if another one takes over just now, try again';
  }
  if (tokenFile !== undefined) {
    return "--url must be <hub>/api/model-catalog/<id of the entry>, and the token one of the hub's backend.auth.externalAccess that may call the plugin model-catalog";
  }
  if (isHttpError(error, 401)) {
    return 'Run it with the environment of the container that writes (oc exec … -c rhoai-normalizer), whose "token" or STORAGE_TOKEN says who may';
  }
  if (isHttpError(error, 404)) {
    return 'That process does not write: name the metrics address of rhoai-normalizer (or all) by --url';
  }
  return 'Run it in the container rhoai-normalizer (or all), or name its metrics address by --url';
}

function listText({ isLeader, holder, refused }: RefusedRemovals): string {
  if (!isLeader) {
    return `This process stands by; ${
      holder ?? 'another one'
    } writes. Run it there: the pod is the first part of that name\n`;
  }
  const entries = Object.entries(refused);
  if (entries.length === 0) {
    return 'No removal is refused\n';
  }
  return entries
    .map(([source, ids]) => {
      const more = ids.length - SHOWN;
      return [
        `${source}: ${ids.length} objects are gone and kept`,
        ...ids.slice(0, SHOWN).map(id => `  ${id}`),
        ...(more > 0 ? [`  and ${more} more (--json lists all)`] : []),
        `  → if they are gone indeed: model-catalog-bridge approve-removals ${source} --yes`,
        '',
      ].join('\n');
    })
    .join('\n');
}

/** Waits until the run after an approval is over. */
async function settled(
  client: RemovalsClient,
  { source, ids }: { source: string; ids: readonly string[] },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const end = performance.now() + PATIENCE_MS;
  const asked = new Set(ids);
  for (;;) {
    const { isLeader, refused } = await client.list(signal);
    // One that stands by knows nothing of it.
    const kept = isLeader ? refused[source] ?? [] : ids;
    const left = kept.filter(id => asked.has(id));
    if (left.length === 0 || performance.now() > end || signal.aborted) {
      return left;
    }
    await delay(PAUSE_MS, signal);
  }
}

async function approve(
  client: RemovalsClient,
  source: string,
  options: ApproveOptions,
): Promise<ToolExit> {
  const { write, writeError, yes, json, signal } = options;
  const listed = await client.list(signal);
  const ids = listed.refused[source] ?? [];
  if (!listed.isLeader || ids.length === 0) {
    const known = Object.keys(listed.refused).join(', ') || 'none';
    writeError(
      listed.isLeader
        ? `Nothing of ${source} is refused; sources with refusals: ${known}\n`
        : listText(listed),
    );
    return 1;
  }
  if (!yes) {
    const refused = { [source]: ids };
    write(json ? jsonText({ refused }) : listText({ ...listed, refused }));
    return 0;
  }
  const approved = await client.approve(source, ids, signal);
  const left = await settled(client, { source, ids }, signal);
  const result = { source, approved, removed: approved - left.length };
  write(
    json
      ? jsonText(result)
      : `${result.removed} objects of ${source} are removed, as approved\n`,
  );
  if (left.length > 0) {
    writeError(
      `${left.length} are still there: the next run was not stored within ${
        PATIENCE_MS / 1000
      } s. Look at /readyz\n`,
    );
    return 1;
  }
  return 0;
}

/**
 * Lists the removals that the guard refused, and approves those of one source,
 * once, for exactly what is listed.
 *
 * @returns 0 listed or approved, 1 not possible now, 2 settings that cannot be used
 */
export async function runApproveRemovals(
  options: ApproveOptions,
): Promise<ToolExit> {
  const { source, signal, json, write } = options;
  try {
    const client = await clientOf(options);
    if (source !== undefined) {
      return await approve(client, source, options);
    }
    const listed = await client.list(signal);
    write(json ? jsonText(listed) : listText(listed));
    return listed.isLeader ? 0 : 1;
  } catch (error) {
    return tellFailure(options, error, `${stepFor(error, options)}\n`);
  }
}
