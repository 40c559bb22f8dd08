import { digestOf } from '@model-catalog/common';
import { askRegistry, definitionFlaw, isHttpError } from '@model-catalog/node';
import { connect, type Kubernetes } from '@model-catalog/service';
import { loadConfig } from '../../config/config';
import { jsonText } from '../json';
import { openRegistries, type RegistryAt } from '../registries';
import type { ToolExit, ToolShell } from '../shell';
import { tellFailure } from '../tellFailure';
import { readSpec, type SpecPlace } from './readSpec';
import { RegistryWriter, type Row } from './RegistryWriter';

export type SetSpecOptions = ToolShell &
  SpecPlace & {
    /** Name of the registry; may be left out where there is one. */
    registry?: string;
    model: string;
    /** Without one the property is set on the registered model. */
    version?: string;
    config?: string;
    dryRun?: boolean;
    json?: boolean;
  };

const API_SPEC = 'API Spec';

/** A failure that a person can do something about. */
class SetSpecError extends Error {}

function chosen(
  registries: readonly RegistryAt[],
  wanted: string | undefined,
): RegistryAt {
  const names = registries.map(({ name }) => name).join(', ') || 'none';
  const found =
    wanted === undefined && registries.length === 1
      ? registries[0]
      : registries.find(({ name }) => name === wanted);
  if (!found) {
    throw new SetSpecError(
      wanted === undefined
        ? `Name one by --registry; there are: ${names}`
        : `There is no registry "${wanted}"; there are: ${names}. model-catalog-bridge diagnose says how they are found`,
    );
  }
  return found;
}

/** What gets the property. */
async function findRow(
  writer: RegistryWriter,
  { model, version }: Pick<SetSpecOptions, 'model' | 'version'>,
): Promise<{ list: 'registered_models' | 'model_versions'; row: Row }> {
  const found = await writer.modelNamed(model);
  if (!found) {
    throw new SetSpecError(
      `There is no registered model "${model}"; write its name as the dashboard shows it`,
    );
  }
  if (version === undefined) {
    return { list: 'registered_models', row: found };
  }
  const row = await writer.versionNamed(found, version);
  if (!row) {
    throw new SetSpecError(`"${model}" has no version "${version}"`);
  }
  return { list: 'model_versions', row };
}

async function checkedSpec(options: SetSpecOptions): Promise<string> {
  const text = await readSpec(options, options);
  const flaw = definitionFlaw('openapi', text);
  if (flaw !== undefined) {
    throw new SetSpecError(
      `${
        options.from ?? options.file
      } is no definition that can be shown: ${flaw}`,
    );
  }
  return text;
}

function stepFor(error: unknown): string {
  if (isHttpError(error, 401) || isHttpError(error, 403)) {
    return 'A model server that asks for a token gets it by --token-file or --token-env; for the registry, the service account needs the Role registry-user-<name>\n';
  }
  return isHttpError(error, 500)
    ? 'Some releases of the registry refuse long properties: shorten the definition, or put it on the InferenceService as the annotation rhdh.io/apispec\n'
    : '';
}

async function setSpec(
  options: SetSpecOptions,
  kubernetes: Kubernetes,
): Promise<void> {
  const { registry, model, version, dryRun, json, signal, write } = options;
  const config = await loadConfig(options.environment, {
    CONFIG_FILE: options.config,
  });
  const text = await checkedSpec(options);
  const registries = await openRegistries({ ...options, config, kubernetes });
  try {
    const at = chosen(registries.all, registry);
    const { baseUrl } = await askRegistry(at.http, at.url, signal);
    const writer = new RegistryWriter(at.http, baseUrl, signal);
    const { list, row } = await findRow(writer, options);
    const before = row.customProperties?.[API_SPEC]?.string_value;
    const isSame = before === text;
    if (!dryRun && !isSame) {
      await writer.setProperty(list, row, { name: API_SPEC, text });
    }
    const result = {
      registry: at.name,
      ...{ model, version, id: row.id, property: API_SPEC },
      before: before === undefined ? undefined : digestOf(before),
      after: digestOf(text),
      bytes: Buffer.byteLength(text),
      written: !dryRun && !isSame,
    };
    write(json ? jsonText(result) : sentence(result, dryRun === true));
  } finally {
    await registries.close();
  }
}

function sentence(
  result: {
    registry: string;
    model: string;
    version?: string;
    bytes: number;
    before?: string;
    after: string;
  },
  isDry: boolean,
): string {
  const { registry, model, version, bytes, before, after } = result;
  const what = `${API_SPEC} of "${model}"${
    version === undefined ? '' : ` version "${version}"`
  } in registry ${registry}`;
  if (before === after) {
    return `${what} is this definition already\n`;
  }
  const verb = before === undefined ? 'set' : 'replaced';
  return isDry
    ? `${what} would be ${verb}: ${bytes} bytes. Nothing is written\n`
    : `${what} is ${verb}: ${bytes} bytes\n`;
}

/**
 * Reads the API definition of a running model server (or a file) and writes it
 * into the property that the connector shows it from.
 *
 * @returns 0 written, or it was so already; 1 not possible; 2 settings that cannot be used
 */
export async function runSetSpec(options: SetSpecOptions): Promise<ToolExit> {
  const { environment } = options;
  let kubernetes: Kubernetes | undefined;
  try {
    kubernetes = await connect(environment);
    await setSpec(options, kubernetes);
    return 0;
  } catch (error) {
    return tellFailure(options, error, stepFor(error));
  } finally {
    await kubernetes?.client.close();
  }
}
