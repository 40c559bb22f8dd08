import { usualOffers } from '../definitions/runtimes';
import { isObject, type Json, type JsonObject } from '../definitions/plainData';
import { parseText } from '../definitions/parseText';

/** A kind of request that we can show. */
export type CallKind =
  | 'chat'
  | 'completions'
  | 'embeddings'
  | 'rerank'
  | 'score'
  | 'transcriptions'
  | 'tei-embed'
  | 'tei-rerank'
  | 'tei-predict'
  | 'open-inference-v2'
  | 'kserve-v1';

/** One request that a definition describes. */
export type Call = {
  kind: CallKind;
  /** In front of the protocol's own paths, e.g. `/v1`. */
  base: string;
  /** The path, `{model}` where the model's name goes. */
  path: string;
  /** The example of a body, as the definition gives it. */
  example?: JsonObject;
};

/** Paths by which a protocol is known; what is in front of it is the base. */
const PATHS: readonly [RegExp, CallKind][] = [
  [/^(.*)\/chat\/completions$/, 'chat'],
  [/^(.*)\/completions$/, 'completions'],
  [/^(.*)\/embeddings$/, 'embeddings'],
  [/^(.*\/v\d+)\/rerank$/, 'rerank'],
  [/^(.*)\/score$/, 'score'],
  [/^(.*)\/audio\/transcriptions$/, 'transcriptions'],
  [/^(.*)\/v2\/models\/[^/]+\/infer$/, 'open-inference-v2'],
  [/^(.*)\/v1\/models\/[^/:]+:predict$/, 'kserve-v1'],
  [/^(.*)\/embed$/, 'tei-embed'],
  [/^(.*)\/rerank$/, 'tei-rerank'],
  [/^(.*)\/predict$/, 'tei-predict'],
];

/** Kinds that one server may offer for models that are not for them; the order in which they are tried. */
const ORDER: readonly CallKind[] = [
  'tei-embed',
  'chat',
  'completions',
  'embeddings',
  'open-inference-v2',
  'kserve-v1',
  'transcriptions',
  'rerank',
  'score',
  'tei-rerank',
  'tei-predict',
];

const LONGEST_EXAMPLE = 2_000;
const SAFE_BASE = /^(\/[A-Za-z0-9._~-]{1,100}){0,5}$/;

const at = (value: Json | undefined, ...keys: string[]): Json | undefined => {
  let found = value;
  for (const key of keys) {
    found =
      isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
};

function exampleOf(operation: Json): JsonObject | undefined {
  const content = at(operation, 'requestBody', 'content', 'application/json');
  const example = at(content, 'example');
  return isObject(example) && JSON.stringify(example).length <= LONGEST_EXAMPLE
    ? example
    : undefined;
}

function callOf(path: string, item: Json): Call | undefined {
  const operation = at(item, 'post');
  for (const [known, kind] of operation === undefined ? [] : PATHS) {
    const base = known.exec(path)?.[1];
    if (base !== undefined && SAFE_BASE.test(base)) {
      return {
        kind,
        base,
        path: path.replace(/(\/models\/)[^/:]+/, '$1{model}'),
        example: exampleOf(operation ?? null),
      };
    }
  }
  return undefined;
}

/** The path of the definition's server, where all its paths begin. */
function prefixOf(document: Json, serverUrl: string): string {
  const servers = at(document, 'servers');
  const [first] = Array.isArray(servers) ? servers : [];
  const url = at(first, 'url');
  if (typeof url !== 'string' || !URL.canParse(url, serverUrl)) {
    return '';
  }
  const { origin, pathname } = new URL(url, serverUrl);
  const path = pathname.replace(/\/+$/, '');
  return origin === new URL(serverUrl).origin && SAFE_BASE.test(path)
    ? path
    : '';
}

/**
 * The request to show of those that a definition describes: what the model is
 * for, by its tags and names, before what its server offers for others too.
 *
 * @param tasks - words about the model
 * @returns nothing when none of them is of a protocol that we know
 */
export function chooseCall(
  definition: string,
  { url, tasks }: { url: string; tasks: readonly string[] },
): Call | undefined {
  const parsed = parseText(definition);
  const paths = parsed.ok ? at(parsed.value, 'paths') : undefined;
  if (!parsed.ok || !isObject(paths)) {
    return undefined;
  }
  const calls = Object.entries(paths)
    .flatMap(([path, item]) => callOf(path, item) ?? [])
    .sort((a, b) => a.path.length - b.path.length);
  const usual = usualOffers('vllm', tasks)[0]?.operations ?? [];
  const wanted = [...usual, ...ORDER];
  for (const kind of wanted) {
    const call = calls.find(one => one.kind === kind);
    if (call) {
      const prefix = prefixOf(parsed.value, url);
      return {
        ...call,
        base: `${prefix}${call.base}`,
        path: `${prefix}${call.path}`,
      };
    }
  }
  return undefined;
}
