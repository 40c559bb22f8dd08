import type { Entity } from '../host/HostApi';
import { complaints } from '../host/logLines';
import type { Plugin } from '../host/layOut';
import type { InstalledHost, RunningHost } from '../host/startHost';
import type { Rig } from '../rig/startRig';
import { hasAll } from './hasAll';
import type { Outcomes } from './Outcomes';

/** What a start as the documentation of RHDH 1.8 says is held against. */
export interface OldForm {
  readonly host: InstalledHost;
  readonly rig: Rig;
  readonly outcomes: Outcomes;
}

const CARD = 'backstage.io/techdocs-ref';

/** Of the documentation's chapter on troubleshooting: who says it, and what. */
const PROVIDER = [
  'ModelCatalogResourceEntityProvider',
  'Discovering ResourceEntities from Model Server',
];
const READER = ['ModelCatalogBridgeTechdocUrlReader.readUrl'];

const pathOf = ({ kind, metadata }: Entity) =>
  `default/${kind}/${metadata.name}`.toLowerCase();

function checkLoaded(
  log: string,
  plugins: readonly Plugin[],
  outcomes: Outcomes,
): void {
  for (const { name } of plugins) {
    outcomes.note(
      'loads',
      log.includes(`loaded dynamic backend plugin '${name}'`),
      `the log does not say that ${name} was loaded`,
    );
  }
}

function checkLine(
  log: string,
  texts: readonly string[],
  outcomes: Outcomes,
): void {
  outcomes.note(
    'logs',
    log.split('\n').some(line => texts.every(text => line.includes(text))),
    `no line of the log has ${texts.join(' and ')}`,
  );
}

/** Builds the card of one entity of each kind that has one, and looks at its page. */
async function checkCards({ api }: RunningHost, outcomes: Outcomes) {
  const withCard = (await api.entities()).filter(
    ({ metadata }) => metadata.annotations[CARD],
  );
  for (const kind of ['Resource', 'Component']) {
    const entity = withCard.find(one => one.kind === kind);
    outcomes.note('docs', Boolean(entity), `no ${kind} has a model card`);
    if (entity) {
      const events = await api.buildCard(pathOf(entity));
      const { status, text } = await api.cardPage(pathOf(entity));
      outcomes.note(
        'docs',
        /event: finish/.test(events) && status === 200 && /<h[12]/.test(text),
        `the card of ${pathOf(entity)} answers ${status}; ${events.slice(
          -300,
        )}`,
      );
    }
  }
}

/** Looks at a host that runs with the configuration of RHDH 1.8. */
export async function checkOldForm(
  running: RunningHost,
  { host, rig, outcomes }: OldForm,
): Promise<void> {
  const { process, api } = running;
  checkLoaded(process.log, host.plugins, outcomes);
  const flaw = await hasAll(running, rig.expected);
  outcomes.note('entities', flaw === undefined, flaw ?? '');
  outcomes.note('old', flaw === undefined, flaw ?? '');
  const heard = complaints(process.log);
  outcomes.note('old', heard.length === 0, heard.join('; '));
  const stranger = await api.strangersStatus();
  outcomes.note('entities', stranger === 401, `strangers get ${stranger}`);
  checkLine(process.log, PROVIDER, outcomes);
  if (!host.mkdocsPath) {
    outcomes.skip('docs', 'no mkdocs on this machine');
    return;
  }
  await checkCards(running, outcomes);
  checkLine(process.log, READER, outcomes);
}
