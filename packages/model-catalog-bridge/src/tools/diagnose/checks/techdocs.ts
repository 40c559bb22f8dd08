import { z } from 'zod/v4';
import type { Finding } from '../types';

/** The parts of an app-config that say how cards become pages. */
export const TechDocsConfig = z.object({
  techdocs: z
    .object({
      builder: z.string().optional(),
      publisher: z.object({ type: z.string().optional() }).optional(),
    })
    .optional(),
  catalog: z
    .object({
      providers: z.object({ modelCatalog: z.unknown() }).optional(),
    })
    .optional(),
});
export type TechDocsConfig = z.infer<typeof TechDocsConfig>;

/** Where it was looked: files given, or the configuration that the hub's page shows to browsers. */
export type TechDocsFacts = {
  from: string;
  config: TechDocsConfig;
  /** Whether only a part of the configuration is shown there. */
  isPartial: boolean;
};

const EXPORT_STEP =
  'The hub builds no pages: run model-catalog-bridge export --cards in a pipeline, which generates and publishes them (docs: model cards)';

/**
 * | builder | publisher | verdict |
 * |---|---|---|
 * | external | any | warn: a pipeline has to build the cards |
 * | local, none given | local, none given | ok; with several replicas each builds for itself |
 * | local, none given | any other | ok |
 */
export function judgeTechDocs({
  from,
  config,
  isPartial,
}: TechDocsFacts): Finding {
  const base = { id: 'hub.techdocs', title: 'TechDocs' };
  const builder = config.techdocs?.builder ?? 'local';
  const publisher = config.techdocs?.publisher?.type;
  const shownPublisher = publisher ?? (isPartial ? 'not shown there' : 'local');
  const found = `builder ${builder}, publisher ${shownPublisher} (${from})`;
  if (builder === 'external') {
    return { ...base, verdict: 'warn', found, nextStep: EXPORT_STEP };
  }
  return publisher === undefined || publisher === 'local'
    ? {
        ...base,
        verdict: 'ok',
        found,
        nextStep: isPartial
          ? undefined
          : 'Nothing with one replica. With several, a publisher that they share (awsS3, …) spares each of them the building',
      }
    : { ...base, verdict: 'ok', found };
}

/** Whether the entry for the location service is in the configuration. */
export function judgeProvider({ from, config }: TechDocsFacts): Finding {
  const base = { id: 'hub.provider', title: 'Provider in the hub' };
  const Entries = z.record(
    z.string(),
    z.object({ baseUrl: z.string() }).catch({ baseUrl: '' }),
  );
  const entries = Entries.safeParse(config.catalog?.providers?.modelCatalog);
  const named = Object.entries(entries.data ?? {}).filter(
    ([, { baseUrl }]) => baseUrl !== '',
  );
  return named.length > 0
    ? {
        ...base,
        verdict: 'ok',
        found: `catalog.providers.modelCatalog: ${named
          .map(([id, { baseUrl }]) => `${id} at ${safe(baseUrl)}`)
          .join(', ')} (${from})`,
      }
    : {
        ...base,
        verdict: 'fail',
        found: `catalog.providers.modelCatalog has no entry with a baseUrl (${from})`,
        nextStep:
          'Add catalog.providers.modelCatalog.development.baseUrl: http://localhost:9090, and look that both plugins are enabled in the dynamic plugins',
      };
}

function safe(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'something that is no URL';
}
