import { generateKeyPairSync, randomBytes } from 'crypto';
import { readFile, writeFile } from 'fs/promises';
import { join } from 'path';
import { stringify } from 'yaml';

/** A user of the test server; groups as RBAC names them. */
export interface TestUser {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}

const SECRET = { mode: 0o600 };

/** kube-apiserver's static token file: token, user, uid, quoted groups. */
export function tokensCsv(users: readonly TestUser[]): string {
  return users
    .map(({ name, token, groups }) => {
      const row = `${token},${name},${name}-uid`;
      return groups.length > 0 ? `${row},"${groups.join(',')}"` : row;
    })
    .map(row => `${row}\n`)
    .join('');
}

/** A kubeconfig as `kubectl` and every client library read it. */
export function kubeconfig(options: {
  server: string;
  caPem: string;
  user: TestUser;
  namespace: string;
}): string {
  const { server, caPem, user, namespace } = options;
  const ca = Buffer.from(caPem).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'real', cluster: { server, 'certificate-authority-data': ca } },
    ],
    users: [{ name: user.name, user: { token: user.token } }],
    contexts: [
      {
        name: 'real',
        context: { cluster: 'real', user: user.name, namespace },
      },
    ],
    'current-context': 'real',
  });
}

/** Admin first, then a user for each name, who may do nothing until bound. */
export function newUsers(names: readonly string[]): TestUser[] {
  const token = () => randomBytes(24).toString('hex');
  return [
    { name: 'admin', token: token(), groups: ['system:masters'] },
    ...names.map(name => ({ name, token: token(), groups: [] })),
  ];
}

/** Writes tokens.csv, and sa.key with which the server signs its own tokens. */
export async function writeCredentials(
  dir: string,
  users: readonly TestUser[],
): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(join(dir, 'sa.key'), key, SECRET);
  await writeFile(join(dir, 'tokens.csv'), tokensCsv(users), SECRET);
}

/** Writes one kubeconfig per user as `<user>.kubeconfig`, readable by us only. */
export async function writeKubeconfigs(
  dir: string,
  options: { server: string; caPem: string; users: readonly TestUser[] },
): Promise<void> {
  const { server, caPem, users } = options;
  for (const user of users) {
    const text = kubeconfig({ server, caPem, user, namespace: 'default' });
    await writeFile(join(dir, `${user.name}.kubeconfig`), text, SECRET);
  }
}

/**
 * The CA of the pair that the server signs itself: apiserver.crt holds the
 * serving certificate and after it the certificate that signed it.
 */
export async function readSelfSignedCa(certDir: string): Promise<string> {
  const chain = await readFile(join(certDir, 'apiserver.crt'), 'utf8');
  return lastCertificate(chain);
}

/** The last PEM certificate of a chain. */
export function lastCertificate(chain: string): string {
  const certificates = chain.match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g,
  );
  const last = certificates?.at(-1);
  if (!last) throw new Error('apiserver.crt holds no certificate');
  return last;
}
