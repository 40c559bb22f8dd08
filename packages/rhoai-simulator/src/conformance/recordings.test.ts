import { OpenApiDocument } from './__testUtils__/openApi';
import { readRecording } from './__testUtils__/recording';
import { filesOf, Release, RELEASES, serve } from './__testUtils__/releases';
import { replay, Replayed } from './__testUtils__/replay';
import { SKIPPED, sharedFolder } from './__testUtils__/shared';

const shared = sharedFolder();

/**
 * Statuses that the servers answer though their documents do not have them:
 * 422 on an absent name, 201 on a new inference service, 400 on what cannot be
 * read. The recordings hold them, and the recordings win.
 */
const UNDOCUMENTED = [/ 4(00|22)$/, /^POST .*\/inference_services 201$/];

/** Catalog 0.3.1 has no list for a model that is not there. */
const NULL_BODY = /^GET .*\/models\/nope\/artifacts 200$/;
/** Health is in no document. */
const HEALTH = /^\/(healthz|readyz)/;

if (shared) {
  describe.each(RELEASES)('$name', release => {
    testRelease(release, shared);
  });
} else {
  process.stderr.write(SKIPPED);
  it.todo('is compared with recordings of the real servers');
}

function testRelease(release: Release, folder: string): void {
  const files = filesOf(release, folder);
  const exchanges = readRecording(files.recording);
  const table = exchanges.map((exchange, index) => ({
    index,
    step: `${exchange.step}: ${exchange.method} ${exchange.path}`,
  }));
  const document = new OpenApiDocument(files.spec);
  let results: Replayed[] = [];

  beforeAll(async () => {
    const server = await serve(await release.router(folder));
    try {
      results = await replay(server.url, exchanges);
    } finally {
      await server.stop();
    }
  });

  it.each(table)('answers as recorded: $step', ({ index }) => {
    const { exchange, differences } = results[index] ?? unanswered();
    const known = release.deviations[exchange.step] !== undefined;
    // A deviation that is gone must leave the list.
    expect(known ? differences.length > 0 : differences).toEqual(
      known ? true : [],
    );
  });

  it.each(table)('answers as documented: $step', ({ index }) => {
    expect(complaint(document, results[index] ?? unanswered())).toEqual([]);
  });
}

/** Why an answer is not what the server's document allows. */
function complaint(document: OpenApiDocument, replayed: Replayed): string[] {
  const { exchange, status, body } = replayed;
  const { method, path } = exchange;
  if (body === undefined) {
    return [];
  }
  const verdict = document.check({ method, path, status, body });
  const call = `${method} ${path.split('?')[0]} ${status}`;
  switch (verdict.kind) {
    case 'valid':
      return [];
    case 'invalid':
      return body === null && NULL_BODY.test(call) ? [] : verdict.reasons;
    case 'noStatus':
      return UNDOCUMENTED.some(known => known.test(call)) ? [] : [call];
    default:
      return HEALTH.test(path) ? [] : [call];
  }
}

function unanswered(): never {
  throw new Error('the recording was not replayed to this step');
}
