import type { Step } from '../types';
import { done, needs } from '../plan/steps';
import type { Looked, Manager, PrerequisiteFacts } from './readPrerequisites';

const STORAGE = {
  id: 'cluster.storage',
  title: 'Storage shared by pods (RWX)',
};
const MANAGER = { id: 'cluster.apimanager', title: 'APIManager' };
const READY = { id: 'cluster.deployments', title: 'Deployments of 3scale' };
const ROUTE = { id: 'cluster.admin-route', title: 'Route of the admin portal' };

/** Drivers whose volumes can be shared; a class itself does not say it. */
const SHARED =
  /cephfs|nfs|efs\.csi|file\.csi|filestore|manila|glusterfs|netapp|trident|azurefile|beegfs|longhorn|portworx|weka|gpfs|spectrumscale/i;

const itemsOf = <T>(looked: Looked<T>): readonly T[] =>
  'items' in looked ? looked.items : [];

const unseen = (
  step: { id: string; title: string },
  looked: Extract<Looked<unknown>, { why: string }>,
): Step =>
  looked.why === 'forbidden'
    ? needs('manual', step, {
        found: 'not looked at: no right to read it',
        nextStep: 'Look by hand, or run this with more rights',
      })
    : needs('blocked', step, {
        found: looked.message,
        nextStep: 'Look whether this is the right cluster and namespace',
      });

function storage(facts: PrerequisiteFacts, manager: Manager | undefined): Step {
  const claim = itemsOf(facts.claims).find(
    ({ name, isShared }) => name === 'system-storage' && isShared,
  );
  if (claim?.isBound) {
    return done(STORAGE, 'system-storage is bound');
  }
  if (!('items' in facts.storageClasses)) {
    return unseen(STORAGE, facts.storageClasses);
  }
  const { items } = facts.storageClasses;
  const wanted = manager?.storageClass;
  if (wanted !== undefined && !items.some(({ name }) => name === wanted)) {
    return needs('blocked', STORAGE, {
      found: `the storage class ${wanted} of the APIManager is not there`,
      nextStep: `Name one of: ${items.map(({ name }) => name).join(', ')}`,
    });
  }
  const shared = items.filter(({ provisioner }) => SHARED.test(provisioner));
  if (shared.length === 0) {
    return needs('blocked', STORAGE, {
      found: 'no storage class is known to give ReadWriteMany',
      nextStep:
        'Install OpenShift Data Foundation (CephFS) or another driver of shared file systems, or let 3scale use S3',
    });
  }
  return done(STORAGE, `classes: ${shared.map(({ name }) => name).join(', ')}`);
}

function apiManager({ managers, namespace }: PrerequisiteFacts): Step {
  if (!('items' in managers)) {
    return managers.why === 'not-served'
      ? needs('blocked', MANAGER, {
          found: 'the operator of 3scale is not installed',
          nextStep: 'Apply deploy/maas/3scale',
        })
      : unseen(MANAGER, managers);
  }
  const [first] = managers.items;
  return first
    ? done(MANAGER, `${first.name}, tenant ${first.tenantName}`)
    : needs('blocked', MANAGER, {
        found: `none in the namespace ${namespace}`,
        nextStep:
          'Apply deploy/maas/3scale, or give the namespace by --namespace',
      });
}

function deployments({ deployments: looked, namespace }: PrerequisiteFacts) {
  if (!('items' in looked)) {
    return unseen(READY, looked);
  }
  const owned = looked.items.filter(({ isOf3scale }) => isOf3scale);
  const unready = owned.filter(({ isReady }) => !isReady);
  if (owned.length === 0) {
    return needs('blocked', READY, {
      found: `none yet in the namespace ${namespace}`,
      nextStep: 'Wait for the operator; its log says what it waits for',
    });
  }
  return unready.length === 0
    ? done(READY, `${owned.length} ready`)
    : needs('blocked', READY, {
        found: `${owned.length - unready.length} of ${
          owned.length
        } ready, waiting for ${unready.map(({ name }) => name).join(', ')}`,
        nextStep: 'Wait, or give --wait; oc get pods says what is missing',
      });
}

/** Where the admin portal of the tenant is, as far as the cluster tells. */
export function adminUrlOf(facts: PrerequisiteFacts): string | undefined {
  const [manager] = itemsOf(facts.managers);
  if (!manager) {
    return undefined;
  }
  const prefix = `${manager.tenantName}-admin.`;
  const host =
    itemsOf(facts.routes).find(route => route.host.startsWith(prefix))?.host ??
    (manager.wildcardDomain && `${prefix}${manager.wildcardDomain}`);
  return host && `https://${host}`;
}

function adminRoute(facts: PrerequisiteFacts): Step {
  const { routes, namespace } = facts;
  if (!('items' in routes)) {
    return unseen(ROUTE, routes);
  }
  const url = adminUrlOf(facts);
  const isThere = routes.items.some(({ host }) => url === `https://${host}`);
  return url !== undefined && isThere
    ? done(ROUTE, url)
    : needs('blocked', ROUTE, {
        found: `no route of an admin portal in the namespace ${namespace}`,
        nextStep:
          'Wait for zync to make the routes, or: oc rsh deployment/system-sidekiq bundle exec rake zync:resync:domains',
      });
}

/** What must be there before a tenant can be set up, each with what to do. Pure. */
export function judgePrerequisites(facts: PrerequisiteFacts): Step[] {
  const [manager] = itemsOf(facts.managers);
  return [
    storage(facts, manager),
    apiManager(facts),
    deployments(facts),
    adminRoute(facts),
  ];
}
