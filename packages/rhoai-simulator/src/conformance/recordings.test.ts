import { OpenApiDocument } from './openApi';
import { readRecording } from './recording';
import { filesOf, Release, RELEASES, serve } from './releases';
import { replay, Replayed } from './replay';
import { SKIPPED, sharedFolder } from './shared';

const shared = sharedFolder();

/**
 * Statuses that the servers answer though their documents do not have them:
 * 422 on an absent name, 201 on a new inference service, 400 on what cannot be
 * read. The recordings hold them, and the recordings win.
 */
const UNDOCUMENTED_STATUSES = new Set([400, 422]);
const UNDOCUMENTED = new Set(['POST inference_services 201']);

if (shared) {
  describe.each(RELEASES)('$name', release => testRelease(release, shared));
} else {
  process.stderr.write(SKIPPED);
  describe.skip('recordings of the real servers', () => {
    it('are not here', () => undefined);
  });
}

function testRelease(release: Release, folder: string): void {
  const files = filesOf(release, folder);
  const exchanges = readRecording(files.recording);
  const table = exchanges.map((exchange, index) => ({
    index,
    step: `${exchange.step}: ${exchange.method} ${exchange.path}`,
  }));
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
    if (release.deviations[exchange.step] === undefined) {
      expect(differences).toEqual([]);
    } else {
      expect(differences).not.toEqual([]);
    }
  });

  const document = new OpenApiDocument(files.spec);
  it.each(table)('answers as documented: $step', ({ index }) => {
    const { exchange, status, body } = results[index] ?? unanswered();
    if (body === undefined) {
      return;
    }
    const { method, path } = exchange;
    const verdict = document.check({ method, path, status, body });
    if (verdict.kind === 'noStatus') {
      expect(isKnownUndocumented(method, path, status)).toBe(true);
    } else if (verdict.kind === 'noPath') {
      expect(path).toMatch(/^\/readyz\//);
    } else {
      expect(verdict).toEqual({ kind: 'valid' });
    }
  });
}

function isKnownUndocumented(method: string, path: string, status: number) {
  const collection = path.split('?')[0]?.split('/').pop() ?? '';
  return (
    UNDOCUMENTED_STATUSES.has(status) ||
    UNDOCUMENTED.has(`${method} ${collection} ${status}`)
  );
}

function unanswered(): never {
  throw new Error('the recording was not replayed to this step');
}
