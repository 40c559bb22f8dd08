import {
  collectionPath,
  createTargetWriter,
  missingKindText,
  readThreescaleObject,
  THREESCALE_KINDS,
  type ThreescaleKind,
  type ThreescaleObject,
} from '@model-catalog/maas';
import {
  isHttpError,
  type KubernetesWriter,
  listAll,
  messageOf,
} from '@model-catalog/node';
import { ConfigError, delay, namespaceName } from '@model-catalog/service';
import { jsonText } from '../../tools/json';
import type { ToolExit, ToolShell } from '../../tools/shell';
import { tellFailure } from '../../tools/tellFailure';
import { connectWriter } from '../connectWriter';
import {
  planUnpublish,
  type Unpublishing,
  type UnpublishPlan,
} from './planUnpublish';

export type UnpublishOptions = ToolShell & {
  /** Servers by name; all of them without it. */
  servers: readonly string[] | undefined;
  /** Do it; without it the plan is shown. */
  yes?: boolean;
  /** Delete instead of hiding. */
  delete?: boolean;
  targetNamespace?: string;
  json?: boolean;
};

const PAGE_SIZE = 500;
/** A Backend goes after its Product, which the operator takes a while to delete. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

type Place = {
  client: KubernetesWriter;
  namespace: string;
  signal: AbortSignal;
};

async function listKind(
  kind: ThreescaleKind,
  { client, namespace, signal }: Place,
): Promise<ThreescaleObject[]> {
  const path = collectionPath(kind, namespace);
  try {
    const asked = { client, path, signal, pageSize: PAGE_SIZE };
    const { items } = await listAll(asked);
    return items.flatMap(raw => {
      const read = readThreescaleObject(kind, raw);
      return 'conditions' in read ? [read] : [];
    });
  } catch (error) {
    throw isHttpError(error, 404)
      ? new Error(missingKindText(kind), { cause: error })
      : error;
  }
}

const listThem = async (place: Place) =>
  (
    await Promise.all(THREESCALE_KINDS.map(kind => listKind(kind, place)))
  ).flat();

function textOf({ steps, unknown }: UnpublishPlan, isDelete: boolean): string {
  const lines = steps.flatMap(({ server, patches, removals }) => [
    server,
    ...patches.map(({ kind, name }) => `  hide the plans of ${kind} ${name}`),
    ...removals.map(({ kind, name }) => `  delete ${kind} ${name}`),
    ...(isDelete && removals.some(({ kind }) => kind === 'Product')
      ? ['  delete its Backend when the Product is gone']
      : []),
  ]);
  return [
    ...(lines.length > 0 ? lines : ['Nothing is left to unpublish']),
    ...unknown.map(server => `${server} has no offering`),
    '',
  ].join('\n');
}

async function perform(
  steps: readonly Unpublishing[],
  { client, namespace, signal }: Place,
): Promise<string[]> {
  const writer = createTargetWriter({ client, namespace, signal });
  const failed: string[] = [];
  for (const { server, patches, removals } of steps) {
    try {
      for (const patch of patches) {
        await writer.patch(patch);
      }
      for (const removal of removals) {
        await writer.remove(removal);
      }
    } catch (error) {
      failed.push(`${server}: ${messageOf(error)}`);
    }
  }
  return failed;
}

/** Does it until nothing is left to do, or too long. */
async function performAll(
  options: UnpublishOptions,
  place: Place,
): Promise<string[]> {
  const { servers, delete: isDelete = false } = options;
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { steps } = planUnpublish(await listThem(place), {
      servers,
      isDelete,
    });
    const failed = await perform(steps, place);
    const objects = await listThem(place);
    const left = planUnpublish(objects, { servers, isDelete }).steps;
    const waiting = isDelete
      ? objects.filter(({ isBeingDeleted }) => isBeingDeleted).length
      : 0;
    if (failed.length > 0 || (left.length === 0 && waiting === 0)) {
      return failed;
    }
    if (performance.now() > end || place.signal.aborted) {
      return left.length > 0 || waiting > 0
        ? [
            'The operator has not deleted everything yet. 3scale keeps the last product of a tenant; else run it again',
          ]
        : [];
    }
    await delay(PAUSE_MS, place.signal);
  }
}

function namespaceOf({ targetNamespace, environment }: UnpublishOptions) {
  const name =
    targetNamespace ?? (environment.MAAS_TARGET_NAMESPACE?.trim() || '3scale');
  if (!namespaceName.safeParse(name).success) {
    throw new ConfigError([
      `--target-namespace: "${name}" is no name of a namespace`,
    ]);
  }
  return name;
}

async function unpublish(
  options: UnpublishOptions,
  place: Place,
): Promise<ToolExit> {
  const { yes, json, write, writeError, servers } = options;
  const isDelete = options.delete === true;
  const plan = planUnpublish(await listThem(place), { servers, isDelete });
  if (!yes) {
    write(json ? jsonText(plan) : textOf(plan, isDelete));
    if (!json && plan.steps.length > 0) {
      write('Nothing was changed; --yes does it\n');
    }
    return plan.unknown.length > 0 ? 1 : 0;
  }
  const failed = await performAll(options, place);
  const done = plan.steps.map(({ server }) => server);
  write(
    json
      ? jsonText({ done, failed, unknown: plan.unknown })
      : `${done.length} offerings ${isDelete ? 'deleted' : 'hidden'}\n`,
  );
  for (const problem of [
    ...failed,
    ...plan.unknown.map(server => `${server} has no offering`),
  ]) {
    writeError(`${problem}\n`);
  }
  return failed.length + plan.unknown.length > 0 ? 1 : 0;
}

/**
 * Ends offerings that the publisher made, whatever labels say.
 *
 * @returns 0 shown or done, 1 not all of it, 2 asked in a way that it does not understand
 */
export async function runUnpublish(
  options: UnpublishOptions,
): Promise<ToolExit> {
  let client: KubernetesWriter | undefined;
  try {
    const namespace = namespaceOf(options);
    client = (await connectWriter(options.environment)).client;
    return await unpublish(options, {
      client,
      namespace,
      signal: options.signal,
    });
  } catch (error) {
    const step =
      'Name the namespace of the 3scale objects by --target-namespace, and run it as somebody who may change them\n';
    return tellFailure(options, error, step);
  } finally {
    await client?.close();
  }
}
