import { temporaryKubernetes, type TemporaryKubernetes } from '../realServers';
import { logLine } from '../realServers/describeReal';
import { loadMoreCrds } from './crds';

/**
 * The real kube-apiserver with the schemas of all that deploy/ names, as far
 * as they are at hand: what manifests are held against.
 *
 * @throws Error as `temporaryKubernetes`, and where it does not take a CRD
 */
export async function manifestServer(): Promise<TemporaryKubernetes> {
  const kubernetes = await temporaryKubernetes({ log: logLine });
  try {
    await loadMoreCrds(kubernetes.admin);
    return kubernetes;
  } catch (error) {
    await kubernetes.dispose();
    throw error;
  }
}
