import { readFile } from 'node:fs/promises';
import { z } from 'zod/v4';
import { isLoopback } from '@model-catalog/service';

/**
 * | PGSSLMODE | encrypted | certificate | name in it |
 * |---|---|---|---|
 * | `disable` (default for a loopback host) | no | | |
 * | `verify-full` (default), `require` | yes | verified | verified |
 * | `verify-ca` | yes | verified | not |
 * | `no-verify` | yes | not | not |
 *
 * `require` is what the driver of Backstage makes of it, and stricter than
 * libpq's. `prefer` and `allow` are refused: they go on in the clear.
 */
const MODES = [
  'disable',
  'require',
  'verify-ca',
  'verify-full',
  'no-verify',
] as const;

const unsetWhenEmpty = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

const text = z.preprocess(
  unsetWhenEmpty,
  z
    .string()
    .transform(value => value.trim())
    .optional(),
);
const required = (hint: string) =>
  z.preprocess(
    unsetWhenEmpty,
    z.string({ error: `is not set; ${hint}` }).transform(value => value.trim()),
  );

/** The names of RHDH's own Secret, and PostgreSQL's own for TLS. */
export const PostgresVariables = z.object({
  POSTGRES_HOST: required('name the host of the database'),
  POSTGRES_PORT: z.preprocess(
    unsetWhenEmpty,
    z.coerce
      .number({ error: 'is no number' })
      .int({ error: 'is no port' })
      .min(1, { error: 'is no port' })
      .max(65_535, { error: 'is no port' })
      .default(5432),
  ),
  POSTGRES_USER: required('name the role to log in as'),
  // A password may end with spaces; a line end is an editor's.
  POSTGRES_PASSWORD: z.preprocess(unsetWhenEmpty, z.string().optional()),
  POSTGRES_PASSWORD_FILE: text,
  POSTGRESQL_DATABASE: required('name a database that exists'),
  PGSSLMODE: z.preprocess(
    value =>
      typeof value === 'string'
        ? value.trim().toLowerCase() || undefined
        : value,
    z
      .enum(MODES, {
        error: `must be one of ${MODES.join(
          ', ',
        )}; others go on in the clear where the server has no TLS`,
      })
      .optional(),
  ),
  PGSSLROOTCERT: text,
});

/** What {@link openPostgresStore} needs. The password is read when it is used, and shown nowhere. */
export type PostgresSettings = Readonly<{
  host: string;
  port: number;
  user: string;
  database: string;
  /** From the file, as it is now, or the environment; `undefined` when the server needs none. */
  password: () => Promise<string | undefined>;
  tls: Readonly<{
    mode: (typeof MODES)[number];
    /** File (PEM), or `system`; without it, the authorities that Node trusts. */
    rootCert?: string;
  }>;
}>;

export type ReadPostgres =
  | { settings: PostgresSettings }
  /** One line each, beginning with the variable. */
  | { problems: readonly string[] };

/** Reads the settings of `STORAGE_TYPE=PostgreSQL`; opens nothing. */
export function readPostgres(
  environment: Readonly<Record<string, string | undefined>>,
): ReadPostgres {
  const parsed = PostgresVariables.safeParse(environment);
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      ),
    };
  }
  const variables = parsed.data;
  const host = variables.POSTGRES_HOST;
  const port = variables.POSTGRES_PORT;
  return {
    settings: Object.freeze({
      host,
      port,
      user: variables.POSTGRES_USER,
      database: variables.POSTGRESQL_DATABASE,
      password: passwordOf(variables),
      tls: Object.freeze({
        mode:
          variables.PGSSLMODE ??
          (isLoopback({ host, port }) ? 'disable' : 'verify-full'),
        rootCert: variables.PGSSLROOTCERT,
      }),
    }),
  };
}

function passwordOf({
  POSTGRES_PASSWORD_FILE: file,
  POSTGRES_PASSWORD: value,
}: z.infer<typeof PostgresVariables>): PostgresSettings['password'] {
  return file === undefined
    ? async () => value
    : async () => (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
}
