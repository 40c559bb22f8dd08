import { digestOf } from './digest';
import { encodePart } from './keys';

/** `.` and `..` would be resolved away by an HTTP client. */
function encodeSegment(segment: string): string {
  return /^\.{0,2}$/.test(segment)
    ? `~${segment.replaceAll('.', '%2E')}`
    : encodePart(segment);
}

/**
 * The paths that a compatible document may get, best first:
 * `/{first}/{second}/model-catalog.json`, percent-encoded. A taken path (a
 * model named as a namespace, equal names in two registries) gets a hash of
 * the key behind its second part.
 */
export function* documentUriChoices(
  first: string,
  second: string,
  key: string,
): Generator<string> {
  const path = `/${encodeSegment(first)}/${encodeSegment(second)}`;
  yield `${path}/model-catalog.json`;
  const hash = digestOf(key);
  for (let length = 8; length <= 64; length += 8) {
    yield `${path}~${hash.slice(0, length)}/model-catalog.json`;
  }
}
