import { join } from 'path';

/** What the arguments are made of. */
export interface ApiServerOptions {
  /** Folder of everything the server reads and writes. */
  readonly dir: string;
  readonly port: number;
  /** Record each request in `<dir>/audit.log`. */
  readonly audit?: boolean;
  /** Further flags of kube-apiserver; they come last and so win. */
  readonly flags?: readonly string[];
}

/** Who did what, without bodies: enough to see which rights were used. */
export const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    users: ['system:apiserver']
  - level: Metadata
`;

/** Where things are in a server's folder. */
export function serverFiles(dir: string) {
  return {
    etcd: join(dir, 'etcd'),
    certificates: join(dir, 'certificates'),
    tokens: join(dir, 'tokens.csv'),
    serviceAccountKey: join(dir, 'sa.key'),
    auditPolicy: join(dir, 'audit-policy.yaml'),
    auditLog: join(dir, 'audit.log'),
    log: join(dir, 'kube-apiserver.log'),
  };
}

/**
 * The command line of our binary: its own flags, then those of kube-apiserver.
 * It runs without controllers, so what only they provide is turned off: the
 * ServiceAccount admission would wait for default ServiceAccounts that nobody
 * makes.
 */
export function apiServerArguments(options: ApiServerOptions): string[] {
  const { dir, port, audit = false, flags = [] } = options;
  const files = serverFiles(dir);
  return [
    `--etcd-data-dir=${files.etcd}`,
    '--stop-with-stdin',
    '--',
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--external-hostname=localhost',
    `--secure-port=${port}`,
    `--cert-dir=${files.certificates}`,
    `--token-auth-file=${files.tokens}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.serviceAccountKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    // Without it an open watch keeps a stopping server alive for a minute.
    '--shutdown-send-retry-after=true',
    ...(audit
      ? [
          `--audit-policy-file=${files.auditPolicy}`,
          `--audit-log-path=${files.auditLog}`,
        ]
      : []),
    ...flags,
  ];
}
