import { isHttpError } from '../../http/errors';
import { apiBaseUrl } from '../apiBaseUrl';

/** v1 comes with 3.6, beside v1alpha1 for now. */
const VERSIONS = ['v1alpha1', 'v1'] as const;

const isGone = (error: unknown) =>
  isHttpError(error, 404) || isHttpError(error, 410);

/**
 * Where the API of a catalog answers.
 *
 * | v1alpha1 | v1 | taken |
 * |---|---|---|
 * | answers | not asked | v1alpha1 |
 * | 404, 410 | answers | v1 |
 * | 404, 410 | 404, 410 | none: the first error is thrown |
 * | any other error | not asked | none: it is thrown |
 *
 * The one that answered last, or that was written, is asked before the other.
 */
export function createBase(url: string) {
  let base = apiBaseUrl(url, 'model_catalog', VERSIONS[0]);

  return {
    current: () => base,
    /** Reads by the first base that is there; it is kept. */
    async find<T>(read: () => Promise<T>): Promise<T> {
      const first = base;
      try {
        return await read();
      } catch (error) {
        if (!isGone(error)) {
          throw error;
        }
        for (const version of VERSIONS) {
          base = first.replace(/[^/]+$/, () => version);
          if (base !== first) {
            try {
              return await read();
            } catch (other) {
              base = first;
              if (!isGone(other)) {
                throw other;
              }
            }
          }
        }
        base = first;
        throw error;
      }
    },
  };
}
