import { isScript } from '../../definitions/script';
import type { Report } from '../types';

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\/(.+)$/is;
/** Schemes before a host, whose letters may be written in either case. */
const WITH_HOST: ReadonlySet<string> = new Set(['http', 'https', 'oci']);

/**
 * The one way to write an artifact's URI, to compare by; `undefined` for what
 * is no URI. Tags and digests stay as they are: which image a tag means today
 * is not known.
 *
 * | written | compared as |
 * |---|---|
 * | `S3://bucket/Path/` | `s3://bucket/Path` |
 * | `OCI://Quay.io/org/model:1.0` | `oci://quay.io/org/model:1.0` |
 * | `hf://Org/Model` | `hf://Org/Model` |
 * | `/mnt/models` | - |
 */
export function comparableUri(written: string): string | undefined {
  const [, scheme = '', rest = ''] = SCHEME.exec(written.trim()) ?? [];
  const lower = scheme.toLowerCase();
  const path = rest.replace(/(?<!\/)\/+$/, '');
  if (lower === '' || path === '') {
    return undefined;
  }
  const [host = '', ...parts] = path.split('/');
  const name = WITH_HOST.has(lower) ? host.toLowerCase() : host;
  return `${lower}://${[name, ...parts].join('/')}`;
}

/** The URIs that lead to something; one that would run as a script where people click on it is reported. */
export function withoutScripts(
  uris: readonly string[],
  report: Report,
): string[] {
  const safe = uris.filter(uri => !isScript(uri));
  if (safe.length < uris.length) {
    report('uri', 'is a script and no address; it is left out');
  }
  return safe;
}
