import { loadavg } from 'node:os';
import { type ConfigForm, formsFor } from '../host/configForms';
import { layOut } from '../host/layOut';
import {
  type InstalledHost,
  type RunningHost,
  startHost,
} from '../host/startHost';
import { placeDriver } from '../install/installDriver';
import type { Rig } from '../rig/startRig';
import type { Row } from '../document/measured';
import { hasAll } from './hasAll';
import { leaksIn, type Seen } from './leaks';
import { checkOldForm } from './oldForm';
import { checkNewForm, checkUnsetForm } from './otherForms';
import { type CheckId, Outcomes } from './Outcomes';

/** A host to look at. */
export interface Candidate extends InstalledHost {
  readonly release: string;
  readonly driver: string;
  /** Leaves a log where it can be read. */
  keepLog(form: string, log: string): Promise<void>;
}

/** One start: its configuration, and what it is held against. */
interface Turn {
  readonly form: ConfigForm;
  readonly id: CheckId;
  check(running: RunningHost): Promise<void>;
}

interface Looked {
  readonly outcomes: Outcomes;
  readonly seen: Seen[];
}

/** What the host shows that could hold a credential, by where it is from. */
async function lookAt({ api }: RunningHost, name: string) {
  return [
    { where: `the page (${name} form)`, text: (await api.page()).text },
    { where: `the catalog (${name} form)`, text: await api.catalogText() },
  ];
}

const logOf = ({ name }: ConfigForm) => `the log (${name} form)`;

/** Start-up time, and memory when the catalog has everything. */
async function measure(running: RunningHost, { expected }: Rig) {
  await hasAll(running, expected);
  return {
    startSeconds: running.readySeconds,
    catalogSeconds: (performance.now() - running.began) / 1000,
    rssMb: await running.process.rssMb(),
  };
}

async function take(
  host: Candidate,
  { form, id, check }: Turn,
  { outcomes, seen }: Looked,
): Promise<void> {
  let running: RunningHost | undefined;
  try {
    running = await startHost(host, form);
    await check(running);
    seen.push(...(await lookAt(running, form.name)));
  } catch (error) {
    const { message } = Object(error);
    outcomes.note(id, false, String(message));
  } finally {
    const how = await running?.process.stop();
    if (running) {
      outcomes.note('stops', how === 0, `it ended with ${how}`);
      await host.keepLog(form.name, running.process.log);
      seen.push({ where: logOf(form), text: running.process.log });
    }
  }
}

/** Starts a host with each form of the configuration and looks at all that is promised. */
export async function runHost(host: Candidate, rig: Rig): Promise<Row> {
  const began = performance.now();
  const outcomes = new Outcomes();
  const seen: Seen[] = [];
  const measured = { startSeconds: 0, catalogSeconds: 0, rssMb: 0 };
  await placeDriver(host.driver, host.dir);
  await layOut(host.dir, host.plugins);
  const [old, modern, unset] = formsFor(rig.addresses);
  const turns: readonly Turn[] = [
    {
      form: old,
      id: 'old',
      check: async running => {
        Object.assign(measured, await measure(running, rig));
        await checkOldForm(running, { host, rig, outcomes });
      },
    },
    {
      form: modern,
      id: 'new',
      check: running => checkNewForm(running, rig, outcomes),
    },
    {
      form: unset,
      id: 'unset',
      check: running => checkUnsetForm(running, rig, outcomes),
    },
  ];
  for (const turn of turns) {
    await take(host, turn, { outcomes, seen });
  }
  seen.push({ where: "the bridge's log", text: rig.bridgeLog() });
  const leaks = leaksIn(rig.planted, seen);
  outcomes.note('hidden', leaks.length === 0, leaks.join('; '));
  const used = seen.some(({ where }) => where === logOf(modern));
  outcomes.note('hidden', used, 'no start was given a token');
  return {
    release: host.release,
    node: host.node.version,
    ...measured,
    load: Math.round(loadavg()[0] ?? 0),
    seconds: (performance.now() - began) / 1000,
    outcomes: outcomes.all(),
  };
}
