import { z } from 'zod/v4';
import { EntrySchema, isCron } from './schema';
import {
  CONFIG_PATH,
  type Connection,
  type Connections,
  type HubAccess,
} from './types';

type Json = { [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `${VAR:-}` leaves empty texts: they count as unset, at every depth. */
function withoutEmpty(value: unknown): unknown {
  if (!isObject(value)) {
    return value;
  }
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, withoutEmpty(inner)] as const)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .filter(([, inner]) => typeof inner !== 'string' || inner.trim() !== '');
  return Object.fromEntries(kept);
}

function describe(path: string, error: z.ZodError): string {
  return error.issues
    .map(({ path: inner, message }) => {
      const where = [path, ...inner.map(String)].join('.');
      return `Invalid value at '${where}' in config: ${message}`;
    })
    .join('; ');
}

function unknownKeys(path: string, entry: Json): string[] {
  return Object.keys(entry)
    .filter(key => key !== 'rhoai' && !(key in EntrySchema.shape))
    .map(key => `Unknown key '${path}.${key}' in config is ignored`);
}

function cronWarning(path: string, entry: Json): string[] {
  const { schedule } = entry;
  return isObject(schedule) && isCron(schedule.frequency)
    ? [
        `'${path}.schedule.frequency' in config is no interval and is ignored; ` +
          `an old location service is read every 30 seconds`,
      ]
    : [];
}

function readEntry(id: string, path: string, entry: Json): Connection {
  const result = EntrySchema.safeParse(entry);
  if (!result.success) {
    throw new Error(describe(path, result.error));
  }
  const { schedule, ...rest } = result.data;
  return { id, ...rest, listIntervalMs: schedule };
}

/** Such an entry is served by this hub, at an address and with a token that it knows itself. */
function withHub(path: string, entry: Json, hub: HubAccess | undefined): Json {
  const both = ['baseUrl', 'token'].filter(key => entry[key] !== undefined);
  if (both.length > 0) {
    throw new Error(
      `Invalid value at '${path}' in config: ${both.join(
        ' and ',
      )} and rhoai must not be given both; baseUrl is for a location service elsewhere, rhoai for reading OpenShift AI in this backend`,
    );
  }
  if (!hub) {
    throw new Error(
      `Invalid value at '${path}' in config: rhoai is known to the plugins of a backend only`,
    );
  }
  return { ...entry, baseUrl: hub.baseUrl };
}

function readEntryOfHub(
  id: string,
  entry: Json,
  hub: HubAccess | undefined,
): Connection {
  const path = `${CONFIG_PATH}.${id}`;
  const connection = readEntry(id, path, withHub(path, entry, hub));
  return {
    ...connection,
    baseUrl: `${connection.baseUrl}/${encodeURIComponent(id)}`,
    token: hub?.token,
  };
}

/** The catalog searches by at most 200 characters, and ours begin with 35 of its own. */
const MAX_ID_LENGTH = 160;

/** What is wrong between the entries: each id names one provider, now and before. */
function checkIds(root: Json, connections: readonly Connection[]) {
  const claimed = new Map<string, string>();
  for (const { id, previousIds = [] } of connections) {
    if (id.length > MAX_ID_LENGTH) {
      throw new Error(
        `Invalid value at '${CONFIG_PATH}.${id}' in config: an id has at most ${MAX_ID_LENGTH} characters`,
      );
    }
    for (const previous of previousIds) {
      const path = `${CONFIG_PATH}.${id}.previousIds`;
      const other = claimed.get(previous);
      if (previous in root) {
        throw new Error(
          `Invalid value at '${path}' in config: '${previous}' is an entry of its own`,
        );
      }
      if (other !== undefined) {
        throw new Error(
          `Invalid value at '${path}' in config: '${previous}' is a previous id of '${other}' too`,
        );
      }
      claimed.set(previous, id);
    }
  }
}

/**
 * Reads what `config.getOptional(CONFIG_PATH)` gives.
 *
 * | entry | outcome |
 * |---|---|
 * | `rhoai` without a `baseUrl` | served by this hub: `hub` says where |
 * | both of them | an Error |
 * | absent, or without a `baseUrl` (unset variable, entry of another connector) | left out, with a warning |
 * | a key that is not known | ignored, with a warning |
 * | a previous id that is an entry, or another entry's previous id | an Error |
 * | a wrong value | an Error that names its path, and never the value |
 */
export function readConnections(value: unknown, hub?: HubAccess): Connections {
  const unused: string[] = [];
  const result: Connections = { connections: [], warnings: [] };
  const root = withoutEmpty(value);
  if (root === undefined || root === null || root === '') {
    return result;
  }
  if (!isObject(root)) {
    throw new Error(
      `Invalid value at '${CONFIG_PATH}' in config: must be an object of entries by id`,
    );
  }
  for (const [id, entry] of Object.entries(root)) {
    const path = `${CONFIG_PATH}.${id}`;
    if (!isObject(entry)) {
      throw new Error(
        `Invalid value at '${path}' in config: must be an object with a baseUrl or rhoai`,
      );
    }
    const isServedHere = entry.rhoai !== undefined;
    if (entry.baseUrl === undefined && !isServedHere) {
      result.warnings.push(
        `'${path}' in config has no baseUrl, so nothing is read for it, and what the catalog has of it stays`,
      );
      unused.push(id);
      continue;
    }
    result.warnings.push(...unknownKeys(path, entry));
    result.warnings.push(...cronWarning(path, entry));
    result.connections.push(
      isServedHere
        ? readEntryOfHub(id, entry, hub)
        : readEntry(id, path, entry),
    );
  }
  checkIds(root, result.connections);
  return unused.length > 0 ? { ...result, unused } : result;
}
