import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import {
  incomingObjectSchema,
  type IncomingObject,
  isJsonObject,
} from './object';
import { type ResourcePath } from './paths';
import { apiVersionOf } from './resources';
import {
  badRequest,
  REQUEST_LIMIT_BYTES,
  requestTooLarge,
  unsupportedMediaType,
} from './status';

/** The whole body as text; 413 above 3 MiB, as kube-apiserver answers. */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // The rest is read and thrown away: cutting the connection would lose the answer.
      if (size > REQUEST_LIMIT_BYTES) {
        chunks.length = 0;
        reject(requestTooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}

/** The media type without parameters, lower case. */
export function mediaType(request: IncomingMessage): string {
  const header = request.headers['content-type'] ?? '';
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

/** Reads JSON or YAML text; 400 when it is neither. */
export function parseText(
  text: string,
  type: string,
  kind = 'Object',
): unknown {
  try {
    return type === 'application/yaml' ? parse(text) : JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${lowerFirst(
        why,
      )} (${text.slice(0, 512)})`,
    );
  }
}

/** The object of a POST or PUT, of the kind and version that the URL names. */
export async function readObject(
  request: IncomingMessage,
  path: ResourcePath,
): Promise<IncomingObject> {
  const type = mediaType(request);
  const text = await readBody(request);
  if (type && type !== 'application/json' && type !== 'application/yaml') {
    throw unsupportedMediaType([
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
    ]);
  }
  const value = parseText(text, type, path.type.kind);
  if (path.type.custom && isJsonObject(value) && !value.kind) {
    const shown = JSON.stringify(value);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${
        path.type.kind
      }): Object 'Kind' is missing in '${shown}' (${shown.slice(0, 30)} ...)`,
    );
  }
  return toObject(value, path);
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** Checks shape, kind and version; 400 otherwise. */
export function toObject(value: unknown, path: ResourcePath): IncomingObject {
  const parsed = incomingObjectSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(
      `${path.type.kind} in version "${path.version}" cannot be handled as a ${
        path.type.kind
      }: ${issue?.path.join('.') || 'object'}: ${
        issue?.message ?? 'not an object'
      }`,
    );
  }
  const { kind, apiVersion } = parsed.data;
  const wanted = apiVersionOf(path.type, path.version);
  if (apiVersion && apiVersion !== wanted) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
    );
  }
  if (kind && kind !== path.type.kind) {
    throw badRequest(
      `${kind} in version "${
        apiVersion ?? path.version
      }" cannot be handled as a ${path.type.kind}: converting (${kind}) to (${
        path.type.kind
      }): unknown conversion`,
    );
  }
  return parsed.data;
}
