import { readFile } from 'node:fs/promises';
import { RenderSettingsSchema } from '@model-catalog/maas';
import { ConfigError } from '@model-catalog/service';
import { parse } from 'yaml';

type Settings = ReturnType<typeof RenderSettingsSchema.parse>;

/** The settings of a file, or the defaults without one. Throws `ConfigError` with each flaw. */
export async function readSettings(
  file: string | undefined,
): Promise<Settings> {
  let given: unknown = {};
  if (file !== undefined) {
    try {
      given = parse(await readFile(file, 'utf8')) ?? {};
    } catch (error) {
      const [first = ''] = String(error).split('\n');
      throw new ConfigError([`--settings: ${file} cannot be read: ${first}`]);
    }
  }
  const parsed = RenderSettingsSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(
        ({ path, message }) =>
          `--settings: ${file}: ${
            path.map(String).join('.') || 'it'
          } ${message}`,
      ),
    );
  }
  return parsed.data;
}
