import {
  cleanOpenApi,
  fromTemplates,
  isObject,
  type JsonObject,
  parseText,
  readOpenApi,
} from '@model-catalog/node';
import type { AuthProfile } from '../../contract/types';
import type { ChosenProfile } from '../../profiles/choose';
import { securitySchemeOf } from '../authentication';
import { neededComponents } from './components';
import { toDocument30 } from './document30';
import { describedBy, pathsOf } from './operations';

/** What a definition says beside who it is about: the same for all models of one runtime. */
export type SkeletonInput = {
  profile: ChosenProfile;
  authProfile: AuthProfile;
  /** Whether requests can name one model only. */
  isNamed: boolean;
  openApi?: string;
};

export type Skeleton = {
  version: string;
  /** JSON of `security`, `paths` and `components`, with {@link MODEL} for the model. */
  body: string;
};

/** Stands for the name of the model, in JSON as it is. */
export const MODEL = 'name-of-the-model-5b0f6a';

/** The document of the server itself, if it describes anything of what is offered. */
function ownDocument({
  openApi,
  profile,
}: SkeletonInput): JsonObject | undefined {
  const parsed = parseText(openApi ?? '');
  const clean = parsed.ok ? cleanOpenApi(parsed.value, []) : undefined;
  const reading = clean?.ok ? readOpenApi(JSON.parse(clean.text)) : undefined;
  return reading?.ok &&
    reading.version === 3 &&
    describedBy(reading.document, profile.operations) > 0
    ? reading.document
    : undefined;
}

function templateDocument({ profile, isNamed }: SkeletonInput): JsonObject {
  const text = fromTemplates({
    title: '',
    description: '',
    urls: [],
    offers: profile.offers,
    subject: { model: MODEL, models: isNamed ? [MODEL] : [], inputs: [] },
    authentication: false,
  });
  const document: unknown = JSON.parse(text);
  return isObject(document) ? document : {};
}

function versionOf({ info }: JsonObject): string {
  const found = isObject(info) ? info.version : undefined;
  return typeof found === 'string' && found !== '' ? found : 'unknown';
}

function made(input: SkeletonInput): Skeleton {
  const document = toDocument30(ownDocument(input) ?? templateDocument(input));
  const paths = pathsOf(document, input.profile.operations);
  const components = isObject(document.components) ? document.components : {};
  const body = {
    security: [{ key: [] }],
    paths,
    components: {
      ...neededComponents(paths, components),
      securitySchemes: { key: securitySchemeOf(input.authProfile) },
    },
  };
  return {
    version: versionOf(document),
    body: JSON.stringify(body, undefined, 1),
  };
}

/** Few: one for each profile and way of the key, and those of servers with documents of their own. */
const MAX_KEPT = 64;
const kept = new Map<string, Skeleton>();

/** Makes it once for what it depends on: hundreds of models of one runtime share one, pass after pass. */
export function skeletonOf(input: SkeletonInput): Skeleton {
  const { profile, authProfile, isNamed, openApi = '' } = input;
  const operations = profile.operations.map(({ method }) => method);
  const key = JSON.stringify([
    ...[profile.name, authProfile, isNamed, operations, openApi],
  ]);
  const found = kept.get(key) ?? made(input);
  kept.delete(key);
  kept.set(key, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) {
      break;
    }
    kept.delete(oldest);
  }
  return found;
}
