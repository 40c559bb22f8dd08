import {
  AI_ASSET_CATEGORY,
  AI_ASSET_SOURCE,
  AI_ASSET_VERSION,
  parseKey,
} from '@model-catalog/common';
import type { Annotations } from './annotations';
import { clean } from './text';
import type { EntityInput } from './types';

const CONNECTOR = 'openshift-ai';

const SEMVER = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(-[\w.]{1,64})?$/i;
const COMPACT_DATE = /^\d{8}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const COMMIT = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,12}$/;

/**
 * A version in the form that Developer Hub's AI screens show and sort.
 *
 * | written | shown |
 * |---|---|
 * | `1.2.3`, `2.0.0-beta.1` | the same |
 * | `v1`, `1.0` | `1.0.0` |
 * | `20260708`, `2026-07-08` | `0.0.0-20260708` |
 * | `a1b2c3d` | `0.0.0-a1b2c3d` |
 * | anything else | `0.0.0-unknown` |
 */
export function assetVersion(written: string): string {
  const version = written.trim().slice(0, 256);
  if (COMPACT_DATE.test(version) || DATE.test(version)) {
    return `0.0.0-${version.replaceAll('-', '')}`;
  }
  const [match, major, minor = '0', patch = '0', suffix = ''] =
    SEMVER.exec(version) ?? [];
  if (match !== undefined) {
    const numbers = [major, minor, patch].map(Number);
    return `${numbers.join('.')}${suffix}`;
  }
  return COMMIT.test(version) ? `0.0.0-${version}` : '0.0.0-unknown';
}

/**
 * What Developer Hub's AI screens ask for: the category, where it is from
 * (`openshift-ai/<registry or cluster>`, the screens' filter "Provider"), and
 * the version of what has one.
 */
export function aiAsset(record: EntityInput): Annotations {
  const key = parseKey(record.key);
  const instance = key?.kind === 'version' ? key.registry : key?.cluster;
  return {
    [AI_ASSET_CATEGORY]: record.kind === 'model' ? 'ai-model' : 'model-server',
    [AI_ASSET_SOURCE]: clean(instance ? `${CONNECTOR}/${instance}` : CONNECTOR),
    ...(key?.kind === 'version' && {
      [AI_ASSET_VERSION]: assetVersion(key.version),
    }),
  };
}
