import { readFile } from 'node:fs/promises';
import { messageOf } from '@model-catalog/node';
import { ConfigError } from '@model-catalog/service';
import { type Config, loadConfig } from '../../config/config';
import type { Shape, ShownUrls } from '../../export/plugins';
import type { ToolExit, ToolShell } from '../shell';
import { bundleText, settingsOf, writeBundle } from './bundle';
import { examineCluster } from './cluster';
import { exportLines } from './commands';
import { configShown } from './configShown';
import type { Examination } from './context';
import { examineHub } from './hub';
import { examineLocation } from './location';
import { examineProcesses } from './processes';
import { createRedactor, type Redactor } from './redact';
import type { Answering } from './registries/examinePlace';
import { examineRegistries } from './registries/examineRegistries';
import { jsonOf, tableOf } from './render';
import { examineStore } from './store';
import type { Finding } from './types';

export type DiagnoseOptions = ToolShell & {
  /** The location service; where none is given, where settings say that it is. */
  url?: string;
  tokenFile?: string;
  caFile?: string;
  config?: string;
  id: string;
  urls: ShownUrls;
  shape: Shape;
  appConfig: readonly string[];
  hub?: string;
  json?: boolean;
  /** Prints the lines of the documented commands instead. */
  env?: boolean;
  bundle?: string;
};

type Diagnosis = {
  findings: Finding[];
  answering: readonly Answering[];
  namespace?: string;
};

async function settings(
  options: DiagnoseOptions,
): Promise<{ config?: Config; findings: Finding[] }> {
  const base = { id: 'settings', title: 'Settings' };
  const flags = { CONFIG_FILE: options.config, CA_FILE: options.caFile };
  try {
    const config = await loadConfig(options.environment, flags);
    const { warnings } = config;
    return {
      config,
      findings: [
        warnings.length === 0
          ? { ...base, verdict: 'ok', found: 'can be used' }
          : {
              ...base,
              verdict: 'warn',
              found: warnings.join('; '),
              nextStep: 'Change the settings that are named',
            },
      ],
    };
  } catch (error) {
    const problems =
      error instanceof ConfigError ? error.problems : [messageOf(error)];
    return {
      findings: [
        {
          ...base,
          verdict: 'fail',
          found: problems.join('; '),
          nextStep: 'Change the settings that are named, and diagnose again',
        },
      ],
    };
  }
}

async function examine(
  options: DiagnoseOptions,
  redactor: Redactor,
): Promise<Diagnosis> {
  const { config, findings } = await settings(options);
  if (!config) {
    return { findings, answering: [] };
  }
  const { environment, signal } = options;
  const examination: Examination = {
    ...{ config, environment, redactor, signal },
    now: Date.now(),
  };
  const of = await examineCluster(examination);
  try {
    findings.push(...of.findings);
    let answering: readonly Answering[] = [];
    if (of.cluster) {
      const registries = await examineRegistries(of.cluster, examination);
      findings.push(...registries.findings);
      answering = registries.answering;
    }
    if (!options.env) {
      findings.push(...(await examineStore(of.cluster, examination)));
      findings.push(...(await examineProcesses(examination)));
      findings.push(
        ...(await examineLocation(
          {
            ...options,
            url: options.url ?? config.bridgeUrl,
            ...locationToken(options, config),
          },
          examination,
        )),
      );
      findings.push(...(await examineHub(options, examination)));
    }
    return { findings, answering, namespace: of.cluster?.client.namespace };
  } finally {
    await of.close();
  }
}

function locationToken(
  { tokenFile }: DiagnoseOptions,
  { locationToken: configured }: Config,
) {
  if (tokenFile !== undefined) {
    return { tokenFile };
  }
  if (configured === undefined) {
    return {};
  }
  return 'file' in configured
    ? { tokenFile: configured.file }
    : { token: configured.value };
}

async function filesOf({ config, appConfig, environment }: DiagnoseOptions) {
  const files: Record<string, unknown> = {};
  const take = async (path: string | undefined, whose: 'bridge' | 'hub') => {
    if (path) {
      files[path] = await readFile(path, 'utf8').then(
        text => configShown(text, whose),
        error => `cannot be read: ${messageOf(error)}`,
      );
    }
  };
  await take(config ?? environment.CONFIG_FILE, 'bridge');
  for (const path of appConfig) {
    await take(path, 'hub');
  }
  return files;
}

async function save(
  file: string,
  { findings }: Diagnosis,
  { options, redactor }: { options: DiagnoseOptions; redactor: Redactor },
): Promise<void> {
  const content = {
    version: '1',
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    at: new Date().toISOString(),
    settings: settingsOf(options.environment),
    files: await filesOf(options),
    findings,
  };
  await writeBundle(file, bundleText(content, redactor));
}

const cleaned = (finding: Finding, { clean }: Redactor): Finding => ({
  ...finding,
  title: clean(finding.title),
  found: clean(finding.found),
  ...(finding.nextStep !== undefined && { nextStep: clean(finding.nextStep) }),
});

/**
 * Looks at everything that the connector needs, and says what is wrong and
 * what to do. Changes nothing anywhere.
 *
 * @returns 0 when nothing fails, 1 when something does
 */
export async function runDiagnose(options: DiagnoseOptions): Promise<ToolExit> {
  const { write, writeError, json, bundle, environment } = options;
  const redactor = createRedactor(environment);
  const diagnosis = await examine(options, redactor);
  const findings = diagnosis.findings.map(one => cleaned(one, redactor));
  const isFailing = findings.some(({ verdict }) => verdict === 'fail');
  if (options.env) {
    const { answering, namespace } = diagnosis;
    const locationUrl =
      options.url ?? environment.BRIDGE_URL ?? 'http://localhost:9090';
    write(exportLines({ answering, namespace, locationUrl }));
    return isFailing ? 1 : 0;
  }
  write(json ? jsonOf(findings) : tableOf(findings));
  if (bundle !== undefined) {
    try {
      await save(bundle, diagnosis, { options, redactor });
      writeError(`${bundle} is written, without secrets\n`);
    } catch (error) {
      writeError(`${bundle} cannot be written: ${messageOf(error)}\n`);
      return 1;
    }
  }
  return isFailing ? 1 : 0;
}
