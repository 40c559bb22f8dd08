import { plainLine } from '../../contract/plainText';
import type { AuthProfile, PublishableServer } from '../../contract/types';
import type { ChosenProfile } from '../../profiles/choose';
import { MODEL, skeletonOf } from './skeleton';

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

/** Two objects as JSON with line ends, as one. */
const joined = (first: string, second: string) =>
  `${first.slice(0, first.lastIndexOf('\n'))},${second.slice(1)}`;

/**
 * The OpenAPI 3.0.3 document of what the gateway offers of one model: exactly
 * the operations that are let through, the gateway as the server, its key as
 * the security. `undefined` when it is too long for a Secret.
 */
export function definitionOf(input: DefinitionInput): string | undefined {
  const { server, profile, authProfile, title, url } = input;
  const { version, body } = skeletonOf({
    profile,
    authProfile,
    isNamed: server.servedName !== undefined,
    openApi: server.openApi,
  });
  const description = descriptionIn(input);
  const head = {
    openapi: '3.0.3',
    info: { title, version, ...(description && { description }) },
    ...(url !== undefined && { servers: [{ url }] }),
  };
  const model = JSON.stringify(server.servedName ?? server.name).slice(1, -1);
  const text = joined(
    JSON.stringify(head, undefined, 1),
    body.split(MODEL).join(model),
  );
  return Buffer.byteLength(text) > MAX_LENGTH ? undefined : text;
}
