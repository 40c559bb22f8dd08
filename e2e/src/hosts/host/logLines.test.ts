import { complaints, logLines } from './logLines';

const line = (level: string, message: string, more = {}) =>
  JSON.stringify({ level, message, ...more });

const LOG = [
  line('info', 'Found 2 new secrets', { service: 'backstage' }),
  '(node:1) ExperimentalWarning: something',
  '{ half a line',
  line('warn', 'Unknown key', { target: 'catalog-module-model-catalog' }),
  line('warn', 'No cache store'),
  line('warn', 'backend.baseUrl is set to a localhost URL and so on', {
    plugin: 'model-catalog',
  }),
  line('info', 'ModelCatalogResourceEntityProvider:development'),
  line('error', "'catalog.providers.modelCatalog.a' is wrong", { tries: 2 }),
].join('\n');

describe('the log of a host', () => {
  it('is read by the line, and what is no structured line is left out', () => {
    expect(logLines(LOG).map(({ level }) => level)).toEqual([
      'info',
      'warn',
      'warn',
      'warn',
      'info',
      'error',
    ]);
  });

  it('gives the complaints that have to do with us, with what they carry', () => {
    expect(complaints(LOG)).toEqual([
      'warn: Unknown key',
      `error: 'catalog.providers.modelCatalog.a' is wrong {"tries":2}`,
    ]);
  });
});
