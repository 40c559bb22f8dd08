import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder with recordings of the real servers and their OpenAPI documents:
 * `MODEL_CATALOG_SHARED`, else `../shared` beside the repository. It is not
 * part of the repository.
 */
export function sharedFolder(): string | undefined {
  const folder =
    process.env.MODEL_CATALOG_SHARED ||
    // eslint-disable-next-line no-restricted-syntax -- tests run from source
    resolve(__dirname, '../../../../../../shared');
  return existsSync(resolve(folder, 'recordings')) ? folder : undefined;
}

/** The one line that says why nothing was compared. */
export const SKIPPED =
  'conformance: skipped, no recordings of the real servers. Put the folder "shared" beside the repository or name it in MODEL_CATALOG_SHARED.\n';
