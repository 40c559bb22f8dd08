import type { Step, StepState } from '@model-catalog/maas';
import { jsonText } from '../../tools/json';

const SHOWN: Readonly<Record<StepState, string>> = {
  done: 'ok    ',
  todo: 'todo  ',
  later: 'later ',
  manual: 'hand  ',
  blocked: 'STOP  ',
};

const STATES: readonly StepState[] = [
  'done',
  'todo',
  'later',
  'manual',
  'blocked',
];

/** Control characters would move what a terminal shows. */
export const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');

export function countsOf(steps: readonly Step[]): Record<StepState, number> {
  const counts = { done: 0, todo: 0, later: 0, manual: 0, blocked: 0 };
  for (const { state } of steps) {
    counts[state] += 1;
  }
  return counts;
}

const MAX_ACTIONS = 12;

/** Subscriptions may be thousands; JSON has them all. */
function titlesOf(titles: readonly string[]): string[] {
  const more = titles.length - MAX_ACTIONS;
  return more > 0
    ? [...titles.slice(0, MAX_ACTIONS), `and ${more} more`]
    : [...titles];
}

/** The steps for a person: a line each, and below it what is or was to be done. */
export function tableOf(steps: readonly Step[]): string {
  const width = Math.max(0, ...steps.map(({ title }) => title.length));
  const lines = steps.flatMap(({ state, title, found, nextStep, actions }) => {
    const todo = titlesOf(actions.map(action => action.title));
    const told = nextStep === undefined ? [] : [nextStep];
    const below = todo.length > 0 ? todo : told;
    return [
      `${SHOWN[state]}${title.padEnd(width)}  ${oneLine(found)}`,
      ...below.map(text => `${' '.repeat(6)}→ ${oneLine(text)}`),
    ];
  });
  const counts = countsOf(steps);
  const sum = STATES.map(
    state => `${counts[state]} ${SHOWN[state].trim().toLowerCase()}`,
  );
  return `${lines.join('\n')}\n\n${sum.join(', ')}\n`;
}

export type Shown = {
  readonly tenant?: string;
  readonly steps: readonly Step[];
  readonly applied?: {
    readonly done: number;
    readonly failures: readonly {
      title: string;
      error: { message: string; nextStep: string };
    }[];
  };
};

/** For a program: actions by their titles. */
export const jsonOf = ({ tenant, steps, applied }: Shown): string =>
  jsonText({
    tenant,
    counts: countsOf(steps),
    steps: steps.map(({ actions, ...step }) => ({
      ...step,
      actions: actions.map(({ title }) => title),
    })),
    applied: applied && {
      done: applied.done,
      failures: applied.failures.map(({ title, error }) => ({
        ...{ title, message: error.message, nextStep: error.nextStep },
      })),
    },
  });
