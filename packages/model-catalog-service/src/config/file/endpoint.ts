import { z } from 'zod/v4';
import { mayCarryToken } from '@model-catalog/node';
import type { Endpoint } from '../endpoints';
import {
  endpointName,
  environmentVariable,
  list,
  namespace,
  objectName,
  text,
} from './words';

/** An http or https URL without a password in it. */
export const url = text.superRefine((value, context) => {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    context.addIssue({
      code: 'custom',
      message: 'is no http or https URL',
    });
  } else if (parsed.username || parsed.password) {
    context.addIssue({
      code: 'custom',
      message: 'must hold no user or password; use tokenFile or tokenEnv',
    });
  }
});

const Entry = z
  .strictObject({
    name: endpointName.describe(
      'Name of it in keys and entities. Another name is another registry or catalog.',
    ),
    url: url.optional().describe('Where it answers; may have a path.'),
    route: z
      .strictObject({ namespace, name: objectName })
      .optional()
      .describe('The Route of OpenShift that leads to it, instead of a URL.'),
    tokenFile: text
      .optional()
      .describe('File that holds the token for it; read again as it changes.'),
    tokenEnv: environmentVariable
      .optional()
      .describe('Environment variable that holds the token for it.'),
    caFile: text
      .optional()
      .describe('File with certificates (PEM) that are trusted for it.'),
  })
  .superRefine((entry, context) => {
    const flaw = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (entry.url === undefined && entry.route === undefined) {
      flaw('url', 'is missing; give a url or a route');
    }
    if (entry.url !== undefined && entry.route !== undefined) {
      flaw('route', 'must not be given beside url');
    }
    const hasToken =
      entry.tokenFile !== undefined || entry.tokenEnv !== undefined;
    if (entry.tokenFile !== undefined && entry.tokenEnv !== undefined) {
      flaw('tokenEnv', 'must not be given beside tokenFile');
    }
    if (hasToken && entry.url !== undefined && !mayCarryToken(entry.url)) {
      flaw('url', 'must be https: a token would travel in plain text');
    }
  });

type Entry = z.infer<typeof Entry>;

function toEndpoint(entry: Entry): Endpoint {
  const { name, route, tokenFile, tokenEnv, caFile } = entry;
  const fileToken = tokenFile === undefined ? undefined : { file: tokenFile };
  const token = tokenEnv === undefined ? fileToken : { env: tokenEnv };
  const access = { ...(token && { token }), ...(caFile && { caFile }) };
  return route
    ? { name, route, ...access }
    : { name, url: entry.url ?? '', ...access };
}

/** Registries or catalogs; their names are unique. */
export const EndpointList = list(Entry)
  .superRefine((entries, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of entries.entries()) {
      if (seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `"${name}" is the name of another one`,
        });
      }
      seen.add(name);
    }
  })
  .transform(entries => entries.map(toEndpoint));
