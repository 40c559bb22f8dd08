import { readFile } from 'node:fs/promises';
import { createHttpClient, messageOf, proxyFor } from '@model-catalog/node';
import { parseDocument } from 'yaml';
import {
  judgeProvider,
  judgeTechDocs,
  TechDocsConfig,
  type TechDocsFacts,
} from './checks/techdocs';
import type { Examination } from './context';
import type { Finding } from './types';

/** Where the hub can be looked at. */
export type HubOptions = {
  /** Files of its app-config, in their order. */
  appConfig: readonly string[];
  /** Its page, which shows browsers a part of the configuration. */
  hub?: string;
  caFile?: string;
};

const MAX_BYTES = 4 * 1024 * 1024;

function failure(found: string, nextStep: string): Finding[] {
  return [
    { id: 'hub.techdocs', title: 'TechDocs', verdict: 'fail', found, nextStep },
  ];
}

/** Later files win, key by key, as in Backstage. */
function merged(configs: readonly TechDocsConfig[]): TechDocsConfig {
  const last = <T>(pick: (config: TechDocsConfig) => T | undefined) =>
    configs
      .map(pick)
      .reverse()
      .find(value => value !== undefined);
  const builder = last(({ techdocs }) => techdocs?.builder);
  const type = last(({ techdocs }) => techdocs?.publisher?.type);
  const modelCatalog = last(
    ({ catalog }) => catalog?.providers?.modelCatalog ?? undefined,
  );
  return {
    techdocs: { builder, publisher: { type } },
    catalog: { providers: { modelCatalog } },
  };
}

async function ofFiles(paths: readonly string[]): Promise<Finding[]> {
  const configs: TechDocsConfig[] = [];
  for (const path of paths) {
    try {
      const text = await readFile(path, 'utf8');
      const document = parseDocument(text.slice(0, MAX_BYTES));
      configs.push(TechDocsConfig.parse(document.toJS({ maxAliasCount: 100 })));
    } catch (error) {
      return failure(
        `${path} cannot be read: ${messageOf(error).slice(0, 300)}`,
        'Name the app-config as the hub gets it, in YAML',
      );
    }
  }
  const facts: TechDocsFacts = {
    from: paths.join(', '),
    config: merged(configs),
    isPartial: false,
  };
  return [judgeProvider(facts), judgeTechDocs(facts)];
}

const SHOWN_CONFIG =
  /<script\s[^>]*type="backstage\.io\/config"[^>]*>([\s\S]*?)<\/script>/;

function entitiesDecoded(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** The parts of the configuration that a hub's page shows to browsers. */
export function shownConfig(html: string): TechDocsConfig | undefined {
  const [, text] = SHOWN_CONFIG.exec(html) ?? [];
  try {
    const parts: unknown = JSON.parse(entitiesDecoded(text ?? ''));
    const configs = (Array.isArray(parts) ? parts : []).flatMap(part => {
      const data: unknown =
        typeof part === 'object' && part !== null && 'data' in part
          ? part.data
          : undefined;
      return TechDocsConfig.safeParse(data).data ?? [];
    });
    return configs.length > 0 ? merged(configs) : undefined;
  } catch {
    return undefined;
  }
}

async function ofPage(
  url: string,
  { caFile }: HubOptions,
  { environment, signal }: Examination,
): Promise<Finding[]> {
  const http = createHttpClient({
    tls: async () => ({
      caPem: caFile ? await readFile(caFile, 'utf8') : undefined,
    }),
    proxy: target => proxyFor(target, environment),
    retry: { retries: 0 },
  });
  try {
    const { body } = await http.request({
      url: `${url.replace(/\/+$/, '')}/`,
      headers: { accept: 'text/html' },
      maxBytes: MAX_BYTES,
      signal,
    });
    const config = shownConfig(body);
    return config
      ? [judgeTechDocs({ from: url, config, isPartial: true })]
      : [
          {
            id: 'hub.techdocs',
            title: 'TechDocs',
            verdict: 'skipped',
            found: `the page of ${url} shows no configuration`,
            nextStep: 'Name the files of its app-config by --app-config',
          },
        ];
  } catch (error) {
    return failure(
      messageOf(error),
      'Look whether the hub is there, or name its app-config by --app-config',
    );
  } finally {
    await http.close();
  }
}

/** The hub, as far as it can be seen from what was named. */
export async function examineHub(
  options: HubOptions,
  examination: Examination,
): Promise<Finding[]> {
  const { appConfig, hub } = options;
  const files = appConfig.length > 0 ? await ofFiles(appConfig) : [];
  const page = hub ? await ofPage(hub, options, examination) : [];
  return files.length + page.length > 0
    ? [...files, ...page]
    : [
        {
          id: 'hub.techdocs',
          title: 'TechDocs',
          verdict: 'skipped',
          found: 'neither --app-config nor --hub says how the hub builds pages',
        },
      ];
}
