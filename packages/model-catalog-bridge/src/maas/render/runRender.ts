import { existsSync } from 'node:fs';
import {
  type DesiredObject,
  ownedNamesOf,
  promotionManifest,
  PUBLISH,
  type PublishableServer,
  readAsked,
  readManifests,
  type RenderedOffering,
  renderOfferings,
  type RenderSettings,
  serverKey,
} from '@model-catalog/maas';
import { connect, type Kubernetes } from '@model-catalog/service';
import { jsonText } from '../../tools/json';
import type { ToolExit, ToolShell } from '../../tools/shell';
import { tellFailure } from '../../tools/tellFailure';
import { readCluster, readProducts } from './readCluster';
import { readFiles } from './readFiles';
import { readSettings } from './readSettings';
import { writeManifest, yamlOf } from './writeManifests';

export type RenderCommand = ToolShell & {
  /** Files, folders, `-`; none with `cluster`. */
  files: readonly string[];
  cluster?: boolean;
  namespace?: readonly string[];
  settings?: string;
  output?: string;
  /** Whether promotions are rendered too. */
  promote: boolean;
  json?: boolean;
  /** For `-`; by default the standard input. */
  input?: AsyncIterable<unknown>;
};

type Input = {
  objects: readonly unknown[];
  /** Products that are there already. */
  products: readonly unknown[];
  missing: readonly string[];
};

async function fromCluster(
  { environment, signal, namespace = [] }: RenderCommand,
  { targetNamespace }: RenderSettings,
): Promise<Input> {
  let kubernetes: Kubernetes | undefined;
  try {
    kubernetes = await connect(environment);
    const asking = { client: kubernetes.client, signal };
    const { objects, missing } = await readCluster(namespace, asking);
    const products = await readProducts(targetNamespace, asking);
    return { objects, products, missing };
  } finally {
    await kubernetes?.client.close();
  }
}

async function fromFiles({ files, output, input }: RenderCommand) {
  const stdin = input ?? process.stdin;
  const isKnown = output !== undefined && existsSync(output);
  return {
    objects: await readFiles(files, stdin),
    products: isKnown ? await readFiles([output], stdin) : [],
    missing: [],
  };
}

type Rendered = {
  offerings: readonly RenderedOffering[];
  objectsOf(offering: RenderedOffering): DesiredObject[];
};

async function write(
  { offerings, objectsOf }: Rendered,
  { write: out, writeError, output, json }: RenderCommand,
): Promise<void> {
  for (const offering of offerings) {
    const objects = objectsOf(offering);
    if (output !== undefined && objects.length > 0) {
      const name = offering.resourceName ?? offering.systemName;
      const path = await writeManifest(output, name, objects);
      writeError(`${offering.server}: ${path}\n`);
    } else if (output === undefined && !json) {
      out(objects.map(yamlOf).join(''));
    }
  }
}

/** Says what is wrong, one line each; gives whether something is not rendered. */
function tellProblems(
  offerings: readonly RenderedOffering[],
  writeError: (text: string) => void,
): boolean {
  for (const { server, problems } of offerings) {
    for (const { severity, field, message } of problems) {
      writeError(`${severity}: ${server}: ${field} ${message}\n`);
    }
  }
  return offerings.some(({ problems }) =>
    problems.some(({ severity }) => severity === 'error'),
  );
}

/** Labels that look as if they asked, and do not. */
function tellMistaken(
  servers: readonly PublishableServer[],
  writeError: (text: string) => void,
): void {
  for (const server of servers) {
    const { asked, problems } = readAsked(server);
    const mistaken = asked.publish
      ? []
      : problems.filter(({ field }) => field.includes(`"${PUBLISH}"`));
    for (const { field, message } of mistaken) {
      writeError(`note: ${serverKey(server)}: ${field} ${message}\n`);
    }
  }
}

const NEXT = 'model-catalog-bridge maas render --help says what can be read\n';

/**
 * Writes the 3scale objects of the model servers that ask for them.
 *
 * @returns 0 rendered, 1 a model cannot be published as it asks or something cannot be read, 2 settings that cannot be used
 */
export async function runRender(options: RenderCommand): Promise<ToolExit> {
  const { write: out, writeError, json, promote } = options;
  try {
    const settings = await readSettings(options.settings);
    const input = options.cluster
      ? await fromCluster(options, settings)
      : await fromFiles(options);
    const { servers, issues } = readManifests(input.objects, {
      ahead: !options.cluster,
    });
    const owned = ownedNamesOf(input.products);
    const offerings = renderOfferings(servers, settings, owned);
    const objectsOf = (offering: RenderedOffering) => {
      const promotion = promote
        ? promotionManifest(offering, settings)
        : undefined;
      return [...offering.objects, ...(promotion ? [promotion] : [])];
    };
    await write({ offerings, objectsOf }, options);
    for (const text of input.missing) {
      writeError(`note: ${text}\n`);
    }
    for (const { object, field, reason } of issues) {
      writeError(`note: ${object}: ${field ? `${field} ` : ''}${reason}\n`);
    }
    tellMistaken(servers, writeError);
    const isIncomplete = tellProblems(offerings, writeError);
    if (json) {
      const shown = offerings.map(one => ({ ...one, objects: objectsOf(one) }));
      out(jsonText({ offerings: shown, issues }));
    } else if (offerings.length === 0) {
      writeError(
        `No model server asks to be published: of ${servers.length} none has the label maas.rhdh.io/publish: "true"\n`,
      );
    }
    return isIncomplete ? 1 : 0;
  } catch (error) {
    return tellFailure(options, error, NEXT);
  }
}
