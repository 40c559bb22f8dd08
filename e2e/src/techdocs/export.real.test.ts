import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Simulator,
  startSimulator,
  toWorldServer,
} from '@model-catalog/rhoai-simulator';
import { type Bridge, startBridge } from '../kubernetesTab/Bridge';
import { generate } from './generate';
import { type Page, readPage } from './readPage';

jest.setTimeout(120_000);

const MAIN = resolve(
  __dirname,
  '../../../packages/model-catalog-bridge/dist/main.cjs',
);

// Without Python there is no mkdocs; the run says so, and counts this as skipped.
const describeWithMkdocs =
  process.env.HAS_MKDOCS === 'true' ? describe : describe.skip;

const COMPONENT = 'default/component';

describeWithMkdocs('the exported TechDocs sources, built by mkdocs', () => {
  const dirs: string[] = [];
  let cards: string;
  let simulator: Simulator;
  let bridge: Bridge;

  async function folder(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'techdocs-'));
    dirs.push(dir);
    return dir;
  }

  /** Ends with this code. */
  async function runExport(...flags: string[]): Promise<unknown> {
    const given = ['export', '--url', bridge.url, '--cards', cards];
    const command = [MAIN, ...given, ...flags];
    const child = spawn(process.execPath, command, { stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    return code;
  }

  const list = async (name: string) =>
    (await readFile(join(cards, name), 'utf8')).split('\n').filter(Boolean);

  async function pageOf(entity: string): Promise<Page> {
    const site = await generate(join(cards, entity));
    dirs.push(site);
    return readPage(await readFile(join(site, 'index.html'), 'utf8'));
  }

  beforeAll(async () => {
    simulator = await startSimulator({ dir: await folder(), world: 'demo' });
    simulator.cluster.deploy(
      toWorldServer({
        name: 'handmade',
        namespace: 'genai-team',
        displayName: 'Made by hand',
        storageUri: 's3://models/handmade',
      }),
    );
    await simulator.settled();
    bridge = await startBridge(simulator);
    await bridge.entities();
  });

  afterAll(async () => {
    await bridge?.stop();
    await simulator?.stop();
    await Promise.all(dirs.map(dir => rm(dir, { recursive: true })));
  });

  beforeEach(async () => {
    cards = await folder();
  });

  it('says how a server is called, above the card of its model', async () => {
    expect(await runExport()).toBe(0);
    const page = await pageOf(
      `${COMPONENT}/genai-team-granite-3-3-8b-instruct`,
    );

    expect(page.headings[0]).toBe('h2 How to call it');
    expect(page.headings).toContain('h1 Granite 3.3 8B Instruct');
    expect(page.headings).toContain('h2 Intended use');
    const [curl, python] = page.code;
    expect(curl).toMatch(/^curl 'http:\/\/[^']+\/v1\/chat\/completions'/);
    expect(curl).toContain('"Authorization: Bearer $TOKEN"');
    expect(python).toContain('from openai import OpenAI');
    expect(page.text).toContain('granite-3.3-8b-instruct');
    expect(page.active).toEqual([]);
  });

  it('says how a server without a card is called', async () => {
    await runExport();
    const page = await pageOf(`${COMPONENT}/genai-team-handmade`);

    expect(page.headings).toEqual(['h1 Made by hand', 'h2 How to call it']);
    expect(page.title).toContain('Made by hand');
    expect(page.code[0]).toMatch(/^curl '/);
    expect(page.active).toEqual([]);
  });

  it('shows the card alone on the Resource of a model', async () => {
    await runExport();
    const page = await pageOf('default/resource/granite-3.3-8b-instruct-1.0');

    expect(page.headings).toContain('h2 Intended use');
    expect(page.headings).not.toContain('h2 How to call it');
  });

  it('has the server under its kind in the other shape', async () => {
    expect(await runExport('--entity-shape', 'ai-model-server')).toBe(0);
    const entity = 'default/aimodelserverapi/fraud-detection-fraud-detection';

    expect((await pageOf(entity)).code[0]).toMatch(/^curl '/);
    expect((await list('entities.txt')).join()).not.toContain(`${COMPONENT}/f`);
  });

  it('builds each of them, with nothing that runs', async () => {
    await runExport();
    const entities = await list('entities.txt');
    expect(entities.length).toBeGreaterThan(20);
    const flaws: string[] = [];
    for (const entity of entities) {
      const { active, headings } = await pageOf(entity);
      if (active.length > 0 || headings.length === 0) {
        flaws.push(`${entity}: ${active.join()} ${headings.join()}`);
      }
    }
    expect(flaws).toEqual([]);
  }, 300_000);
});
