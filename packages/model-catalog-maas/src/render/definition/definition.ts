import {
  cleanOpenApi,
  fromTemplates,
  isObject,
  type JsonObject,
  parseText,
  readOpenApi,
} from '@model-catalog/node';
import { plainLine } from '../../contract/plainText';
import type { AuthProfile, PublishableServer } from '../../contract/types';
import type { ChosenProfile } from '../../profiles/choose';
import { securitySchemeOf } from '../authentication';
import { neededComponents } from './components';
import { toDocument30 } from './document30';
import { describedBy, pathsOf } from './operations';

/** A Secret holds 1 MiB, and its object needs some of it. */
const MAX_LENGTH = 900_000;

export type DefinitionInput = {
  server: PublishableServer;
  profile: ChosenProfile;
  authProfile: AuthProfile;
  title: string;
  description: string;
  /** Of the gateway, if it is known. */
  url?: string;
};

/** The document of the server itself, if it describes anything of what is offered. */
function ownDocument({
  server,
  profile,
}: DefinitionInput): JsonObject | undefined {
  const parsed = parseText(server.openApi ?? '');
  const clean = parsed.ok ? cleanOpenApi(parsed.value, []) : undefined;
  const reading = clean?.ok ? readOpenApi(JSON.parse(clean.text)) : undefined;
  return reading?.ok &&
    reading.version === 3 &&
    describedBy(reading.document, profile.operations) > 0
    ? reading.document
    : undefined;
}

function templateDocument({
  server,
  profile,
  title,
  description,
}: DefinitionInput): JsonObject {
  const model = server.servedName ?? server.name;
  const text = fromTemplates({
    title,
    description,
    urls: [],
    offers: profile.offers,
    subject: {
      model,
      models: server.servedName === undefined ? [] : [model],
      inputs: [],
    },
    authentication: false,
  });
  const document: unknown = JSON.parse(text);
  return isObject(document) ? document : {};
}

/** What is told of the model, and how requests must name it: nothing else in a portal says so. */
function descriptionIn({ server, description }: DefinitionInput): string {
  const name = plainLine(server.servedName ?? '', 200)?.replaceAll('`', "'");
  return [
    description,
    ...(name ? [`Requests name the model as \`${name}\`.`] : []),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const textIn = (value: unknown, key: string): string | undefined => {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/**
 * The OpenAPI 3.0.3 document of what the gateway offers of one model: exactly
 * the operations that are let through, the gateway as the server, its key as
 * the security. `undefined` when it is too long for a Secret.
 */
export function definitionOf(input: DefinitionInput): string | undefined {
  const { profile, authProfile, title, url } = input;
  const description = descriptionIn(input);
  const document = toDocument30(ownDocument(input) ?? templateDocument(input));
  const paths = pathsOf(document, profile.operations);
  const components = isObject(document.components) ? document.components : {};
  const text = JSON.stringify(
    {
      openapi: '3.0.3',
      info: {
        title,
        version: textIn(document.info, 'version') ?? 'unknown',
        ...(description && { description }),
      },
      ...(url !== undefined && { servers: [{ url }] }),
      security: [{ key: [] }],
      paths,
      components: {
        ...neededComponents(paths, components),
        securitySchemes: { key: securitySchemeOf(authProfile) },
      },
    },
    undefined,
    1,
  );
  return Buffer.byteLength(text) > MAX_LENGTH ? undefined : text;
}
