import type { AdminApiError } from '../../threescale/adminApi';
import type { Action, Seen, Step } from '../types';

type Named = { readonly id: string; readonly title: string };

export const done = (step: Named, found: string): Step => ({
  ...{ ...step, state: 'done', found, actions: [] },
});

export const todo = (
  step: Named,
  found: string,
  actions: readonly Action[],
): Step => ({
  ...{ ...step, state: 'todo', found, actions },
  nextStep: `${actions[0]?.title ?? 'nothing'}${
    actions.length > 1 ? `, and ${actions.length - 1} more` : ''
  }`,
});

export const needs = (
  state: 'later' | 'manual' | 'blocked',
  step: Named,
  { found, nextStep }: { found: string; nextStep: string },
): Step => ({ ...step, state, found, nextStep, actions: [] });

/** What could not be read cannot be judged. */
export const unread = (step: Named, error: AdminApiError): Step =>
  needs('blocked', step, { found: error.message, nextStep: error.nextStep });

/** The first failure among what a step looks at. */
export function failureIn(
  ...all: readonly (Seen<unknown> | undefined)[]
): AdminApiError | undefined {
  for (const one of all) {
    if (one && 'error' in one) {
      return one.error;
    }
  }
  return undefined;
}

export const valueOf = <T>(seen: Seen<T> | undefined): T | undefined =>
  seen && 'value' in seen ? seen.value : undefined;

/** `1 product`, `2 products`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;
