import { textOf } from './annotations';
import type { Condition } from './fields';
import { steady } from './steady';

const MAX_REASON = 500;

/**
 * Messages come from containers' last words as well, which may quote what they
 * were started with; everybody who reads the catalog reads them.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  [/\bhf_[A-Za-z0-9]{8,}/g, '***'],
  [
    /((?:token|password|passwd|secret|api[_-]?key|access[_-]?key(?:[_-]?id)?)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi,
    '$1***',
  ],
];

function withoutSecrets(text: string): string {
  return SECRETS.reduce(
    (kept, [secret, shown]) => kept.replace(secret, shown),
    text,
  );
}

export type Explanation = { reason?: string | null; message?: string | null };

/** Reason and message as one line that may be shown. */
export function sentence({ reason, message }: Explanation): string | undefined {
  const text = [textOf(reason), textOf(message)?.slice(0, 4 * MAX_REASON)]
    .filter(Boolean)
    .join(': ');
  return text
    ? steady(withoutSecrets(text.replace(/\s+/g, ' '))).slice(0, MAX_REASON)
    : undefined;
}

export const isTrue = (conditions: readonly Condition[], type: string) =>
  conditions.some(one => one.type === type && one.status === 'True');

/** Why something is not ready: its own explanation, else the condition that says most. */
export function reasonOf(
  conditions: readonly Condition[],
  own: Explanation = {},
): string {
  const ready = conditions.filter(({ type }) => type === 'Ready');
  const bad = conditions.filter(
    ({ type, status }) => type !== 'Ready' && status === 'False',
  );
  // A condition that says its reason in words tells more than one with a name alone.
  const inWords = [...ready, ...bad].filter(one => textOf(one.message));
  for (const candidate of [own, ...inWords, ...ready, ...bad]) {
    const text = sentence(candidate);
    if (text) {
      return text;
    }
  }
  return conditions.length > 0 ? 'not ready yet' : 'has no status yet';
}

/** Reasons that do not heal by waiting, as KServe and Kubernetes name them. */
const FATAL: ReadonlySet<string> = new Set([
  'ModelLoadFailed',
  'RuntimeUnhealthy',
  'RuntimeDisabled',
  'NoSupportingRuntime',
  'RuntimeNotRecognized',
  'InvalidPredictorSpec',
  'InvalidSpec',
  'ProgressDeadlineExceeded',
  'RevisionFailed',
  'ContainerMissing',
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CombineBaseError',
]);

/** Whether a condition says that it will not become true as things are. */
export function isFatal(conditions: readonly Condition[]): boolean {
  return conditions.some(
    ({ type, status, reason }) =>
      type !== 'Stopped' && status === 'False' && FATAL.has(reason ?? ''),
  );
}
