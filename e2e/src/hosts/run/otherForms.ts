import { UNKNOWN_KEY } from '../host/configForms';
import { complaints } from '../host/logLines';
import type { RunningHost } from '../host/startHost';
import type { Rig } from '../rig/startRig';
import { hasAll } from './hasAll';
import type { Outcomes } from './Outcomes';

const REFUSED_SECONDS = 45;

/** Looks at a host that runs with every key; in the end its token is refused, which is told without it. */
export async function checkNewForm(
  running: RunningHost,
  { expected, gate }: Rig,
  outcomes: Outcomes,
): Promise<void> {
  const { process } = running;
  const { admitted, refused } = gate.counts;
  const flaw = await hasAll(running, expected);
  outcomes.note('new', flaw === undefined, flaw ?? '');
  const heard = complaints(process.log);
  outcomes.note('new', heard.length === 0, heard.join('; '));
  outcomes.note(
    'new',
    gate.counts.admitted > admitted && gate.counts.refused === refused,
    'the token was not shown to the location service',
  );
  gate.refuse();
  try {
    await process.untilLogged('HTTP 401', REFUSED_SECONDS);
  } catch (error) {
    const { message } = Object(error);
    outcomes.note('hidden', false, `a refused token is not told: ${message}`);
  } finally {
    gate.refusing = false;
  }
}

/** Looks at a host whose optional keys are variables that are not set. */
export async function checkUnsetForm(
  running: RunningHost,
  { expected }: Rig,
  outcomes: Outcomes,
): Promise<void> {
  const flaw = await hasAll(running, expected);
  outcomes.note('unset', flaw === undefined, flaw ?? '');
  const heard = complaints(running.process.log);
  const key = `catalog.providers.modelCatalog.development.${UNKNOWN_KEY}`;
  outcomes.note(
    'unknown',
    heard.some(line => line.includes(key)),
    `no warning names ${key}`,
  );
  const entry = "'catalog.providers.modelCatalog.elsewhere'";
  outcomes.note(
    'unset',
    heard.some(line => line.includes(entry)),
    `no warning names ${entry}, which has no baseUrl`,
  );
  const others = heard.filter(
    line => !line.includes(key) && !line.includes(entry),
  );
  outcomes.note('unset', others.length === 0, others.join('; '));
  const page = await running.api.page();
  outcomes.note(
    'unset',
    page.status === 200,
    `the page answers ${page.status}`,
  );
}
