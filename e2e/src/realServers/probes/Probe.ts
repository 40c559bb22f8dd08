import type { KubernetesRequest } from '../KubernetesClient';

/** Who asks: admin, a user without rights, a wrong token, or nobody. */
export type Identity = 'admin' | 'limited' | 'wrong-token' | 'anonymous';

/** One request whose answer every Kubernetes API has to give alike. */
export interface Probe extends KubernetesRequest {
  readonly name: string;
  readonly as?: Identity;
}
