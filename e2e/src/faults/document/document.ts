import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Measured, MEASURED, totalOf } from '../cli/measured';
import { KINDS } from '../kinds/kinds';

/** Where the page is. */
export const DOCUMENT = resolve(__dirname, '../../../../docs/reliability.md');

type Total = ReturnType<typeof totalOf>;

const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const totals = (what: string, total: Total) => {
  const { seeds, faults, lost, poorer, leaked, unhealed, slowest } = total;
  return faults === 0
    ? rowOf([what, 'no finished run', ...Array(6).fill('')])
    : rowOf([
        what,
        seeds,
        ...[faults, lost, poorer, leaked, unhealed].map(String),
        `${slowest.toFixed(1)} s`,
      ]);
};

const slowestOf = ({ kinds }: Total, name: string) => {
  const known = kinds.get(name);
  if (!known) {
    return '';
  }
  const { times, slowest: seconds } = known;
  return seconds === undefined
    ? `(${times})`
    : `${seconds.toFixed(1)} s (${times})`;
};

/** The text of docs/reliability.md. */
export function renderDocument(): string {
  const measured = Measured.parse(JSON.parse(readFileSync(MEASURED, 'utf8')));
  const inProcess = totalOf(measured.inProcess);
  const realProcesses = totalOf(measured.realProcesses);
  return [
    ...PROMISE,
    rowOf([
      'Layer',
      'Seeds',
      'Faults',
      'Lost',
      'Poorer',
      'Leaked',
      'Unhealed',
      'Slowest heal',
    ]),
    rowOf(Array.from({ length: 8 }, () => '---')),
    totals('in one process', inProcess),
    totals('real processes', realProcesses),
    '',
    ...HOW,
    rowOf([
      'Fault',
      'What happens',
      'Exact again within',
      'Slowest in one process (times)',
      'Slowest on real processes (times)',
    ]),
    rowOf(Array.from({ length: 5 }, () => '---')),
    ...KINDS.map(({ name, does, boundSeconds }) =>
      rowOf([
        `\`${name}\``,
        does,
        `${boundSeconds} s`,
        slowestOf(inProcess, name),
        slowestOf(realProcesses, name),
      ]),
    ),
    '',
    ...LIMITS,
  ].join('\n');
}

const PROMISE = `# What survives what

Generated from \`e2e/src/faults\`; do not edit. \`UPDATE_DOCS=1 npx jest --config=e2e/jest.config.js faults/document\` writes it anew.

The aim: whatever fails, no entity is lost or made poorer, no credential is shown, and when the fault has ended the catalog is exactly what a connector shows that starts then and knows nothing of the past. \`npm run faults -- --seed N --count C\` breaks everything below in an order that follows from the seed, while models and servers come, change and go, and judges everything that the catalog shows on the way. With \`--real\` it does so with three roles of the bridge and Backstage on PostgreSQL as processes of their own, one fault in five being a kill -9.

| Word | Meaning |
|---|---|
| lost | an entity is absent though its object exists and was never removed with proof |
| poorer | an entity lacks a field that it had, or has another value, though its source did not say so |
| leaked | a planted credential is in a log line, an entity, an error or a probe's answer |
| unhealed | all faults have ended, the bound has passed, and the catalog, or what the store holds, is not exact |

The last long runs:
`.split('\n');

const HOW =
  `A walk that fails prints its seed, is cut down to the few steps that still fail, and leaves them in a file: \`npm run faults -- --replay FILE\` plays it again.

## Each fault, and how soon it is healed

The bound counts from the end of the fault, with the default settings. A time is of walks in which nothing else was broken since all was well; in parentheses how often the fault happened at all, mostly together with others. In one process time is the bridge's own; on real processes the catalog is looked at through its API, and a registry is checked every 2 s.
`.split('\n');

const LIMITS = `## What is not promised

- A Kubernetes API that answers an empty list while there are objects is believed for fewer than five of them: that is the guard's least number. More of them are kept, and seen again with the next whole list, ten minutes later at the most. That list is judged by itself: what was deleted while the lists were empty goes with it.
- What was refused by the guard is remembered by the process that refused it. One that starts while the API still lies counts anew.
- A process that leads again recalls what it knew when it led last, where the store was damaged or emptied meanwhile. What another process has written since counts for more, and what that removed stays removed.
- Where the ConfigMap with a record is deleted by hand, the process that knew the record is restarted, and its source fails, all at once, nobody is left who knows what the source said; the record comes back when the source does. So it is with the text of a definition that only a model server tells which is stopped: the record names it, readers keep what they have, and it is back when the server runs.
`.split('\n');
