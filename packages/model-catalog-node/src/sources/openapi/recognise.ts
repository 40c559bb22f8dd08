import { z } from 'zod/v4';
import { teiOffers, type Runtime } from '../../definitions/runtimes';
import type { Offer } from '../../definitions/offers';
import type { ServerApi } from '../objects';
import { wantsToken, type Ask } from './ask';

/** What a server was found to be, besides its definition. */
export type Facts = Omit<ServerApi, 'id' | 'definitionDigest'>;

const MAX_BYTES = 256 * 1024;
const MOST_MODELS = 50;
const MOST_INPUTS = 16;

const name = z.string().min(1).max(512);

/** `GET /v1/models` of OpenAI-compatible servers. */
const ModelList = z.object({ data: z.array(z.object({ id: name })) });
/** `GET /v1/models` of KServe. */
const ModelNames = z.object({ models: z.array(name) });
/** `GET /v1/models/{name}` of KServe and of TensorFlow Serving. */
const ModelStatus = z.union([
  z.object({ name, ready: z.union([z.boolean(), z.string()]) }),
  z.object({ model_version_status: z.array(z.unknown()) }),
]);
/** `GET /v2`. */
const ServerMetadata = z.object({ name, version: z.string() });
/** `GET /v2/models/{name}`. */
const ModelMetadata = z.object({
  name,
  versions: z.array(z.string()).nullish(),
  platform: z.string().nullish(),
  inputs: z
    .array(
      z.object({
        name,
        datatype: z.string().max(64),
        shape: z.array(z.number()).max(32),
      }),
    )
    .optional()
    .catch(undefined),
});
/** `GET /info` of Text Embeddings Inference. */
const TeiInfo = z.object({
  model_id: name,
  // Not z.record: it throws at an object whose key `constructor` holds null.
  model_type: z.looseObject({}),
});

/** Operations that only take POST: a server that has one answers 405 to GET. */
const POST_ONLY: readonly [string, string][] = [
  ['chat', '/chat/completions'],
  ['completions', '/completions'],
  ['responses', '/responses'],
  ['embeddings', '/embeddings'],
  ['rerank', '/rerank'],
  ['score', '/score'],
  ['transcriptions', '/audio/transcriptions'],
];

/** Asks one server, and remembers whether it wants a token and whether it fell silent. */
function questions(ask: Ask, base: string) {
  const seen = { wantsToken: false, isSilent: false };
  const get = async (path: string) => {
    if (seen.isSilent) {
      return undefined;
    }
    const answer = await ask(`${base}${path}`, MAX_BYTES);
    seen.isSilent = answer.kind === 'silent';
    seen.wantsToken ||= wantsToken(answer);
    return answer.kind === 'answer' ? answer : undefined;
  };
  return {
    seen,
    status: async (path: string) => (await get(path))?.status,
    read: async <T>(path: string, schema: z.ZodType<T>) =>
      schema.safeParse((await get(path))?.json).data,
  };
}

type Questions = ReturnType<typeof questions>;
type Found = Pick<Facts, 'offers' | 'servedModels' | 'inputs'>;

const idsOf = (list: z.infer<typeof ModelList>) =>
  [...new Set(list.data.map(({ id }) => id))].slice(0, MOST_MODELS);

async function openAi(
  { read, status }: Questions,
  base: string,
): Promise<Found | undefined> {
  const list = await read(`${base}/models`, ModelList);
  if (!list) {
    return undefined;
  }
  const operations = ['models'];
  for (const [operation, path] of POST_ONLY) {
    if ((await status(`${base}${path}`)) === 405) {
      operations.push(operation);
    }
  }
  return {
    servedModels: idsOf(list),
    offers: [{ protocol: 'openai', base, operations }],
  };
}

async function openInference(
  { read, status }: Questions,
  model: string,
): Promise<Found | undefined> {
  const path = `/v2/models/${encodeURIComponent(model)}`;
  const server = await read('/v2', ServerMetadata);
  const metadata = await read(path, ModelMetadata);
  if (!server && !metadata) {
    return undefined;
  }
  const [version] = metadata?.versions ?? [];
  const hasVersions =
    version !== undefined &&
    (await status(`${path}/versions/${encodeURIComponent(version)}/ready`)) ===
      200;
  const operations = [
    ...(server ? ['server'] : []),
    'live',
    'serverReady',
    'metadata',
    'ready',
    'infer',
    ...(hasVersions
      ? ['metadataOfVersion', 'readyOfVersion', 'inferOfVersion']
      : []),
  ];
  return {
    offers: [{ protocol: 'open-inference-v2', base: '', operations }],
    ...(metadata && {
      servedModels: [metadata.name],
      inputs: metadata.inputs?.slice(0, MOST_INPUTS),
    }),
  };
}

async function kserveV1(
  { read, status }: Questions,
  model: string,
): Promise<Found | undefined> {
  const path = `/v1/models/${encodeURIComponent(model)}`;
  const list = await read('/v1/models', ModelNames);
  const state = await read(path, ModelStatus);
  if (!list && !state) {
    return undefined;
  }
  const explains = (await status(`${path}:explain`)) === 405;
  const operations = [
    ...(list ? ['list'] : []),
    ...(state ? ['status'] : []),
    'predict',
    ...(explains ? ['explain'] : []),
  ];
  return {
    servedModels: list?.models.slice(0, MOST_MODELS) ?? [model],
    offers: [{ protocol: 'kserve-v1', base: '', operations }],
  };
}

async function tei({ read }: Questions): Promise<Found | undefined> {
  const info = await read('/info', TeiInfo);
  return (
    info && {
      servedModels: [info.model_id],
      offers: mutable(teiOffers(Object.keys(info.model_type))),
    }
  );
}

const mutable = (offers: readonly Offer[]) =>
  offers.map(offer => ({ ...offer, operations: [...offer.operations] }));

type Step = (questions: Questions, model: string) => Promise<Found | undefined>;
const at =
  (base: string): Step =>
  asked =>
    openAi(asked, base);

/** Which protocols to look for, best first, and whether the first one found is the only one. */
function stepsFor(runtime: Runtime): { steps: Step[]; firstOnly?: boolean } {
  switch (runtime) {
    case 'vllm':
    case 'tgi':
      return { steps: [at('/v1')] };
    case 'kserve-huggingface':
      return { steps: [at('/openai/v1'), kserveV1, openInference] };
    case 'openvino':
      return { steps: [at('/v3'), openInference] };
    case 'mlserver':
    case 'triton':
      return { steps: [openInference] };
    case 'kserve':
      return { steps: [kserveV1, openInference] };
    case 'tensorflow-serving':
      return { steps: [kserveV1] };
    case 'tei':
      return { steps: [tei] };
    case 'caikit':
      return { steps: [] };
    default:
      return {
        steps: [at('/v1'), openInference, kserveV1, tei, at('/openai/v1')],
        firstOnly: true,
      };
  }
}

/** What is said of several protocols, the first one's word first. */
function joined(found: readonly Found[]): Found {
  const offers = found.flatMap(one => one.offers ?? []);
  const models = found.flatMap(({ servedModels }) => servedModels ?? []);
  const inputs = found.find(one => one.inputs)?.inputs;
  return {
    offers,
    ...(models.length > 0 && { servedModels: [...new Set(models)] }),
    ...(inputs && { inputs }),
  };
}

/** Recognises what a server without a definition of its own speaks, by GET requests alone. */
export async function recognise(
  ask: Ask,
  base: string,
  server: { runtime: Runtime; model: string },
): Promise<Facts> {
  const asked = questions(ask, base);
  const { steps, firstOnly } = stepsFor(server.runtime);
  const all: Found[] = [];
  for (const step of steps) {
    const found = await step(asked, server.model);
    if (found) {
      all.push(found);
    }
    if (found && firstOnly) {
      break;
    }
  }
  const [first] = all.flatMap(({ offers }) => offers ?? []);
  return {
    ...(first && { protocol: first.protocol, ...joined(all) }),
    ...(asked.seen.wantsToken && { wantsToken: true }),
  };
}

const LISTS = /^(\/openai)?\/v\d+\/models$/;

/** What the paths of a server's own definition say of it; the models it is asked for, if it lists them. */
export async function factsOfPaths(
  ask: Ask,
  base: string,
  paths: readonly string[],
): Promise<Facts> {
  const has = (part: RegExp) => paths.some(path => part.test(path));
  const list = paths.find(path => LISTS.test(path));
  const asked = questions(ask, base);
  const models = list ? await asked.read(list, ModelList) : undefined;
  const isOpenAi =
    models !== undefined ||
    has(/\/(chat\/completions|completions|embeddings|audio\/transcriptions)$/);
  const protocol = protocolOf(isOpenAi, has);
  return {
    ...(protocol && { protocol }),
    ...(models && { servedModels: idsOf(models) }),
    ...(asked.seen.wantsToken && { wantsToken: true }),
  };
}

function protocolOf(
  isOpenAi: boolean,
  has: (part: RegExp) => boolean,
): Facts['protocol'] {
  if (has(/^\/embed$/) || (has(/^\/rerank$/) && has(/^\/info$/))) {
    return 'tei';
  }
  if (isOpenAi) {
    return 'openai';
  }
  if (has(/^\/v2\/models\/.*\/infer$/)) {
    return 'open-inference-v2';
  }
  return has(/^\/v1\/models\/.*:predict$/) ? 'kserve-v1' : undefined;
}
