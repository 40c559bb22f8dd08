import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';

/** What a kubeconfig of the simulator says. */
export interface KubeconfigContent {
  /** API server, `https://127.0.0.1:<port>`. */
  readonly server: string;
  readonly caPem: string;
  readonly token: string;
  /** Namespace of the context: where the connector keeps its ConfigMaps. */
  readonly namespace: string;
}

/** A kubeconfig with one context, the CA embedded. */
export function kubeconfigText(content: KubeconfigContent): string {
  const name = 'rhoai-simulator';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server: content.server,
          'certificate-authority-data': Buffer.from(content.caPem).toString(
            'base64',
          ),
        },
      },
    ],
    users: [{ name, user: { token: content.token } }],
    contexts: [
      {
        name,
        context: { cluster: name, user: name, namespace: content.namespace },
      },
    ],
  });
}

/** Writes the kubeconfig; only its owner may read it, it holds a token. */
export function writeKubeconfig(
  path: string,
  content: KubeconfigContent,
): void {
  writeFileSync(path, kubeconfigText(content), { mode: 0o600 });
}
