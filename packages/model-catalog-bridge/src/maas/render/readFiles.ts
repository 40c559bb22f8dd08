import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Of one file; what clusters hold of one object is 1.5 MB at most. */
const MAX_BYTES = 32 * 1024 * 1024;

const MANIFEST = /\.(ya?ml|json)$/i;

/** A file that cannot be read as manifests. */
export class ManifestError extends Error {}

/** The standard input as text; without a limit a pipe could fill the memory. */
async function readInput(input: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(String(chunk), 'utf8');
    size += bytes.length;
    if (size > MAX_BYTES) {
      throw new ManifestError(`-: holds more than ${MAX_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function textsOf(
  path: string,
  input: AsyncIterable<unknown>,
): Promise<[string, string][]> {
  if (path === '-') {
    return [[path, await readInput(input)]];
  }
  const found = await stat(path);
  if (found.isDirectory()) {
    const names = (await readdir(path)).filter(name => MANIFEST.test(name));
    const all = names.sort().map(name => textsOf(join(path, name), input));
    return (await Promise.all(all)).flat();
  }
  if (found.size > MAX_BYTES) {
    throw new ManifestError(`${path}: holds more than ${MAX_BYTES} bytes`);
  }
  return [[path, await readFile(path, 'utf8')]];
}

/** A list, as `oc get -o yaml` writes it, is its items. */
function itemsOf(value: unknown): unknown[] {
  return typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    'items' in value &&
    Array.isArray(value.items)
    ? value.items
    : [value];
}

function parsed(path: string, text: string): unknown[] {
  const documents = parseAllDocuments(text, {
    logLevel: 'silent',
    uniqueKeys: false,
  });
  return [...documents].flatMap((document, index) => {
    const [error] = document.errors;
    if (error) {
      const [first = ''] = error.message.split('\n');
      throw new ManifestError(`${path}, document ${index + 1}: ${first}`);
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value === null || value === undefined ? [] : itemsOf(value);
  });
}

/**
 * The Kubernetes objects in files, folders (their `.yaml`, `.yml` and `.json`)
 * and, for `-`, the standard input. Throws {@link ManifestError}, or what the
 * file system says.
 */
export async function readFiles(
  paths: readonly string[],
  input: AsyncIterable<unknown>,
): Promise<unknown[]> {
  const objects: unknown[] = [];
  for (const path of paths) {
    for (const [name, text] of await textsOf(path, input)) {
      objects.push(...parsed(name, text));
    }
  }
  return objects;
}
