import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresSettings, readPostgres } from './postgres';

const SECRET = {
  POSTGRES_HOST: 'db.example.com',
  POSTGRES_PORT: '5433',
  POSTGRES_USER: 'bridge',
  POSTGRES_PASSWORD: 'correct horse',
  POSTGRESQL_DATABASE: 'models',
};

type Variables = Record<string, string | undefined>;

function settingsOf(variables: Variables): PostgresSettings {
  const read = readPostgres(variables);
  if ('problems' in read) {
    throw new Error(read.problems.join('\n'));
  }
  return read.settings;
}

function problemsOf(variables: Variables): readonly string[] {
  const read = readPostgres(variables);
  return 'problems' in read ? read.problems : [];
}

describe('The settings of STORAGE_TYPE=PostgreSQL', () => {
  it("are read from the names of RHDH's own Secret", async () => {
    const settings = settingsOf(SECRET);

    expect(settings).toMatchObject({
      host: 'db.example.com',
      port: 5433,
      user: 'bridge',
      database: 'models',
    });
    expect(await settings.password()).toBe('correct horse');
  });

  it('show no password, wherever they are printed', () => {
    expect(JSON.stringify(settingsOf(SECRET))).not.toContain('horse');
  });

  it.each([
    [{}, 'db.example.com', 'verify-full'],
    [{}, '127.0.0.1', 'disable'],
    [{}, 'localhost', 'disable'],
    [{ PGSSLMODE: '' }, 'db.example.com', 'verify-full'],
    [{ PGSSLMODE: 'Disable' }, 'db.example.com', 'disable'],
    [{ PGSSLMODE: 'require' }, '127.0.0.1', 'require'],
    [{ PGSSLMODE: 'verify-ca' }, 'db.example.com', 'verify-ca'],
    [{ PGSSLMODE: 'no-verify' }, 'db.example.com', 'no-verify'],
  ])('with %j and the host %s: TLS is %s', (more, host, mode) => {
    const variables = { ...SECRET, ...more, POSTGRES_HOST: host };
    expect(settingsOf(variables).tls.mode).toBe(mode);
  });

  it.each([
    [{ POSTGRES_HOST: ' ' }, 'POSTGRES_HOST: is not set; name the host'],
    [{ POSTGRES_USER: undefined }, 'POSTGRES_USER: is not set'],
    [{ POSTGRESQL_DATABASE: '' }, 'POSTGRESQL_DATABASE: is not set; name a'],
    [{ POSTGRES_PORT: 'five' }, 'POSTGRES_PORT: is no number'],
    [{ POSTGRES_PORT: '70000' }, 'POSTGRES_PORT: is no port'],
    [{ PGSSLMODE: 'prefer' }, 'PGSSLMODE: must be one of disable'],
  ])('with %j say what is wrong', (more, problem) => {
    expect(problemsOf({ ...SECRET, ...more })).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('name everything that is wrong at once', () => {
    expect(problemsOf({})).toHaveLength(3);
  });

  it('have a port unless told otherwise, and need no password', async () => {
    const settings = settingsOf({
      ...SECRET,
      POSTGRES_PORT: '',
      POSTGRES_PASSWORD: '',
    });
    expect(settings.port).toBe(5432);
    expect(await settings.password()).toBeUndefined();
  });

  it('take the password from a file, as it is at that moment', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'settings-'));
    const file = join(dir, 'password');
    const settings = settingsOf({ ...SECRET, POSTGRES_PASSWORD_FILE: file });
    try {
      await writeFile(file, 'first\n');
      expect(await settings.password()).toBe('first');
      await writeFile(file, 'second ');
      expect(await settings.password()).toBe('second ');
    } finally {
      await rm(dir, { recursive: true });
    }
    await expect(settings.password()).rejects.toThrow(file);
  });
});
