import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { TechdocsGenerator } from '@backstage/plugin-techdocs-node';
import { PassThrough } from 'node:stream';

/** Its types ask for winston's own; it calls no more of it than every logger has. */
type Logger = Parameters<TechdocsGenerator['run']>[0]['logger'];

/** Builds the page of a TechDocs source as `techdocs-cli generate --no-docker` does; gives the folder of the site. */
export async function generate(inputDir: string): Promise<string> {
  const outputDir = await mkdtemp(join(tmpdir(), 'techdocs-site-'));
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const config = new ConfigReader({
    techdocs: { generator: { runIn: 'local' } },
  });
  const generator = TechdocsGenerator.fromConfig(config, { logger });
  const log = new PassThrough().resume();
  const told = logger as unknown as Logger;
  await generator.run({ inputDir, outputDir, logger: told, logStream: log });
  return outputDir;
}
