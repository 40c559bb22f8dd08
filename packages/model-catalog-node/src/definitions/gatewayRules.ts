import type { OfferingOperation } from '@model-catalog/common';
import type { JsonObject } from './plainData';

const MAX_PATTERN = 1000;

/** What a rule says of the path alone: queries decide nothing here. */
const pathOf = ({ pattern }: OfferingOperation) =>
  pattern.slice(0, MAX_PATTERN).replace(/\?.*$/, '');

/**
 * Whether a path that a definition names passes a rule of a gateway: rules are
 * anchored at their beginning, and at their end with `$`; `{x}` is one segment.
 */
function fits(rule: OfferingOperation): (path: string) => boolean {
  const pattern = pathOf(rule);
  const isWhole = pattern.endsWith('$');
  const body = isWhole ? pattern.slice(0, -1) : pattern;
  const wanted = body.split('/');
  return path => {
    const segments = path.split('/');
    if (segments.length < wanted.length) {
      return false;
    }
    if (isWhole && segments.length !== wanted.length) {
      return false;
    }
    return wanted.every((part, at) => {
      const segment = segments[at] ?? '';
      const isLast = at === wanted.length - 1;
      if (/\{[^}]*\}/.test(part)) {
        return segment !== '';
      }
      return isLast && !isWhole ? segment.startsWith(part) : segment === part;
    });
  };
}

/**
 * Says of an operation whether the rules let it through; all, when none are
 * known.
 *
 * @param prefix - in front of the paths at the gateway
 */
export function letsThrough(
  operations: readonly OfferingOperation[],
  prefix: string,
): (method: string, path: string) => boolean {
  const rules = operations.map(rule => ({
    method: rule.method.toUpperCase(),
    fits: fits(rule),
  }));
  return (method, path) =>
    rules.length === 0 ||
    rules.some(rule => rule.method === method && rule.fits(`${prefix}${path}`));
}

const SAFE_PATH = /^(\/[\w.~:{}@!$&'()*+,;=%-]*)+$/;
const DESCRIBED = /^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS)$/;

const parametersIn = (path: string) =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

/** The rules as paths of an OpenAPI document; those that are no path of one are left out. */
export function gatewayOperations(
  operations: readonly OfferingOperation[],
  prefix: string,
): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const rule of operations) {
    const whole = pathOf(rule).replace(/\$$/, '');
    const below = whole.startsWith(`${prefix}/`)
      ? whole.slice(prefix.length)
      : whole;
    const method = rule.method.toUpperCase();
    const isToShow = SAFE_PATH.test(below) && DESCRIBED.test(method);
    if (isToShow && below !== '/') {
      const parameters = parametersIn(below);
      paths[below] = {
        ...paths[below],
        [method.toLowerCase()]: {
          ...(parameters.length > 0 && { parameters }),
          responses: { default: { description: 'As the model answers' } },
        },
      };
    }
  }
  return paths;
}
