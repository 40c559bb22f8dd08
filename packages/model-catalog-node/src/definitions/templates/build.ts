import { digestOf } from '@model-catalog/common';
import { BEARER } from '../bearer';
import type { Offer, Protocol } from '../offers';
import { isObject, type Json, type JsonObject } from '../plainData';
import { textOf } from '../textOf';
import { KSERVE_V1 } from './kserveV1';
import { OPENAI } from './openai';
import { OPEN_INFERENCE } from './openInference';
import type { Schemas, Subject, Template } from './operation';
import { TEI } from './tei';

const PROTOCOLS: readonly Protocol[] = [
  'openai',
  'open-inference-v2',
  'kserve-v1',
  'tei',
];

export const TEMPLATES: Readonly<Record<Protocol, Template>> = {
  openai: OPENAI,
  'open-inference-v2': OPEN_INFERENCE,
  'kserve-v1': KSERVE_V1,
  tei: TEI,
};

/** What a definition is made of. */
export type TemplateInput = {
  title: string;
  description: string;
  /** Addresses of the server, best first. */
  urls: readonly string[];
  offers: readonly Offer[];
  subject: Subject;
  /** Whether requests need a bearer token. */
  authentication: boolean;
};

type Paths = { [path: string]: JsonObject };

/** Two protocols may name an operation alike; a name may be used once. */
function unique(operation: JsonObject, taken: Set<string>): JsonObject {
  const wanted = String(operation.operationId);
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) {
    name = `${wanted}${count}`;
  }
  taken.add(name);
  return { ...operation, operationId: name };
}

function pathsOf({ offers, subject }: TemplateInput): Paths {
  const paths: Paths = {};
  const taken = new Set<string>();
  for (const { protocol, base, operations } of offers) {
    const { title, operations: known } = TEMPLATES[protocol];
    for (const name of operations) {
      const operation = Object.hasOwn(known, name) ? known[name] : undefined;
      const path = `${base}${operation?.path}`;
      if (operation && paths[path] === undefined) {
        const built = unique(operation.build(subject), taken);
        paths[path] = { [operation.method]: { tags: [title], ...built } };
      }
    }
  }
  return paths;
}

/** Names of the schemas that a part of the document refers to. */
function refsOf(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(refsOf);
  }
  if (!isObject(value)) {
    return [];
  }
  const { $ref } = value;
  const own =
    typeof $ref === 'string' ? [$ref.replace('#/components/schemas/', '')] : [];
  return [...own, ...Object.values(value).flatMap(refsOf)];
}

/** The schemas that the paths need, with those that these need. */
function needed(paths: Paths, all: Schemas): JsonObject {
  const found: JsonObject = {};
  const open = refsOf(paths);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = all[name];
    if (schema && found[name] === undefined) {
      found[name] = schema;
      open.push(...refsOf(schema));
    }
  }
  const names = Object.keys(found).sort();
  return Object.fromEntries(names.map(name => [name, found[name] ?? {}]));
}

function schemasOf({ offers, subject }: TemplateInput): Schemas {
  const all = offers.map(({ protocol }) =>
    TEMPLATES[protocol].schemas(subject),
  );
  return Object.assign({}, ...all.reverse());
}

/** A document that describes nothing but how to supply one. */
export function minimalText(given: {
  title: string;
  description: string;
  urls: readonly string[];
}): string {
  const { title, description, urls } = given;
  return textOf({
    openapi: '3.0.3',
    info: { title, version: 'unknown', description },
    servers: urls.map(url => ({ url })),
    paths: {},
  });
}

let digest: string | undefined;

/** Changes with the templates themselves, so that what was made of older ones is made anew. */
export function templatesDigest(): string {
  digest ??= digestOf(
    fromTemplates({
      title: '',
      description: '',
      urls: [],
      // Below paths of their own, so that none hides another.
      offers: PROTOCOLS.map(protocol => ({
        protocol,
        base: `/${protocol}`,
        operations: Object.keys(TEMPLATES[protocol].operations),
      })),
      subject: { model: 'm', models: ['m'], inputs: [] },
      authentication: true,
    }),
  );
  return digest;
}

/** The protocols of some offers, as people call them, each once. */
export function titlesOf(offers: readonly Offer[]): string {
  const titles = offers.map(({ protocol }) => TEMPLATES[protocol].title);
  return [...new Set(titles)].join(' and ');
}

/**
 * Makes an OpenAPI 3.0 document of the templates of the protocols that a
 * server speaks, cut to what it offers. The same input gives the same text.
 */
export function fromTemplates(input: TemplateInput): string {
  const { title, description, urls, offers, authentication } = input;
  const paths = pathsOf(input);
  const schemas = needed(paths, schemasOf(input));
  const [first] = offers;
  return textOf({
    openapi: '3.0.3',
    info: {
      title,
      version: first ? TEMPLATES[first.protocol].version : 'unknown',
      description,
    },
    servers: urls.map(url => ({ url })),
    ...(authentication && { security: [{ bearer: [] }] }),
    paths,
    components: {
      schemas,
      ...(authentication && { securitySchemes: { bearer: BEARER } }),
    },
  });
}
