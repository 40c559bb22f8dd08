import { readFile } from 'node:fs/promises';
import { isHttpError } from '@model-catalog/node';
import {
  connect,
  type Kubernetes,
  storeNamespace,
} from '@model-catalog/service';
import { loadConfig } from '../../config/config';
import { jsonText } from '../json';
import type { ToolExit, ToolShell } from '../shell';
import { ASK_DIAGNOSE, tellFailure } from '../tellFailure';
import { type Change, compare, compareByRules, type Row } from './compare';
import { OldConfigMap, type OldDocument, oldDocumentsIn } from './oldDocuments';
import { type ReadNow, readNow } from './readNow';

export type UpgradeReportOptions = ToolShell & {
  /** What `oc get configmap bac-import-model -o json` printed; else it is read. */
  configMap?: string;
  config?: string;
  json?: boolean;
};

const NAME = 'bac-import-model';

async function oldDocuments(
  { configMap }: UpgradeReportOptions,
  kubernetes: Kubernetes,
): Promise<OldDocument[]> {
  if (configMap !== undefined) {
    const text = await readFile(configMap, 'utf8');
    return oldDocumentsIn(OldConfigMap.parse(JSON.parse(text)));
  }
  const namespace = storeNamespace(kubernetes);
  const path = `/api/v1/namespaces/${namespace}/configmaps/${NAME}`;
  try {
    return oldDocumentsIn(await kubernetes.client.get(path, OldConfigMap));
  } catch (error) {
    if (isHttpError(error, 404)) {
      return [];
    }
    throw error;
  }
}

const CHANGES: readonly Change[] = ['renamed', 'gone', 'new', 'same'];

const countsOf = (rows: readonly Row[]) =>
  Object.fromEntries(
    CHANGES.map(change => [
      change,
      rows.filter(one => one.change === change).length,
    ]),
  );

function lineOf({ change, before, now }: Row, width: number): string {
  const first = (before ?? '-').padEnd(width);
  return `${change.padEnd(7)}  ${first}  ${now ?? '-'}`;
}

function textOf(rows: readonly Row[], basis: string): string {
  const sorted = CHANGES.flatMap(change =>
    rows.filter(one => one.change === change),
  );
  const width = Math.max(6, ...rows.map(({ before = '' }) => before.length));
  const counts = Object.entries(countsOf(rows));
  const gone = rows.filter(({ change }) => change === 'gone');
  return [
    `change   ${'before'.padEnd(width)}  now`,
    ...sorted.map(one => lineOf(one, width)),
    '',
    `${counts
      .map(([change, count]) => `${count} ${change}`)
      .join(', ')} (${basis})`,
    ...(gone.length > 0
      ? [
          `→ model-catalog-bridge explain NAME says why something is gone, e.g. explain ${gone[0]?.before}`,
        ]
      : []),
    '',
  ].join('\n');
}

function gapsOf({ gaps }: ReadNow): string {
  return gaps
    .map(
      ({ id, state, message }) =>
        `source ${id} is ${state}, so something may be missing here${
          message ? `: ${message}` : ''
        }\n`,
    )
    .join('');
}

/**
 * Says what each entity of the connector of RHDH 1.8 to 1.10 is called by ours:
 * by what that connector left in its ConfigMap, else by its rules. It reads the
 * cluster as a new installation would, and writes nothing.
 *
 * @returns 0 nothing is gone, 1 something is, or could not be read, 2 settings that cannot be used
 */
export async function runUpgradeReport(
  options: UpgradeReportOptions,
): Promise<ToolExit> {
  const { environment, write, writeError, json } = options;
  let kubernetes: Kubernetes | undefined;
  try {
    const config = await loadConfig(environment, {
      CONFIG_FILE: options.config,
    });
    kubernetes = await connect(environment);
    const documents = await oldDocuments(options, kubernetes);
    const read = await readNow({ ...options, config }, kubernetes);
    const records = [...read.records.values()];
    const rows =
      documents.length > 0
        ? compare(documents, records)
        : compareByRules(records);
    const basis =
      documents.length > 0
        ? `by ${documents.length} documents of the connector before`
        : 'by the rules of the connector before: it left no documents';
    write(
      json
        ? jsonText({ counts: countsOf(rows), basis, rows, gaps: read.gaps })
        : textOf(rows, basis),
    );
    writeError(gapsOf(read));
    const isGone = rows.some(({ change }) => change === 'gone');
    return isGone || read.gaps.length > 0 ? 1 : 0;
  } catch (error) {
    return tellFailure(options, error, ASK_DIAGNOSE);
  } finally {
    await kubernetes?.client.close();
  }
}
