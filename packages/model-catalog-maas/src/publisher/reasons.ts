import { isHttpError } from '@model-catalog/node';
import { missingKindText } from '../threescale/objects';
import type { ServingView, Watched } from './cluster/ServingView';
import type { TargetView } from './cluster/TargetView';
import type { PassResult } from './options';

const textOf = (error: unknown) =>
  error instanceof Error ? error.message : 'not read';

/** A kind that this cluster does not have, other than the one that all publish, is no trouble; nor are runtimes of the cluster that may not be read. */
const isTrouble = ({ what, state }: Watched) =>
  state.state === 'failed' ||
  (state.state === 'unavailable' &&
    what !== 'clusterservingruntimes' &&
    !(isHttpError(state.error, 404) && !what.endsWith('/inferenceservices')));

/** What does not work, in words, for `/readyz` and people. */
export function reasonsOf(
  { serving, target }: { serving: ServingView; target: TargetView },
  last: PassResult | undefined,
): string[] {
  const missing = target
    .missing()
    .map(({ kind, error }) =>
      isHttpError(error, 404)
        ? missingKindText(kind)
        : `${kind}: ${textOf(error)}`,
    );
  const watched = serving
    .states()
    .filter(isTrouble)
    .map(({ what, state }) => `${what}: ${textOf(state.error)}`);
  const unreadable = target
    .unreadable()
    .map(({ kind, name, unreadable: why }) => `${kind} "${name}": ${why}`);
  const refused = last?.refused ?? [];
  return [
    ...missing,
    ...watched,
    ...unreadable,
    ...(refused.length > 0
      ? [
          `${refused.length} model servers are gone at once; their offerings stay until maas unpublish is told so`,
        ]
      : []),
    ...(last && last.summary.failed > 0
      ? [`${last.summary.failed} offerings could not be written`]
      : []),
  ];
}
