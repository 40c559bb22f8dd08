import type { StoredObject } from '../../kubernetes/object';
import { typeOfKind } from '../../kubernetes/resources';
import {
  createObject,
  timestamp,
  type Writer,
} from '../../kubernetes/writing/writes';
import type { DeploymentState } from '../status';
import { podStatus, replicasStatus } from './podStatus';
import { type Workload, workloadsOf } from './shape';

/** In which state of its server a Deployment was made. */
const MADE_FOR = 'rhoai-simulator/state';
const POD_HASH = '5d8f6c7b94';
/** The end of a pod's name; there is one of each Deployment. */
const POD_SUFFIX = 'x7k2p';

const KINDS = ['Pod', 'ReplicaSet', 'Deployment'] as const;

const ownedBy = ({ apiVersion, kind, metadata }: StoredObject) => [
  {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
  },
];

function namesOf({ name }: Workload): Record<(typeof KINDS)[number], string> {
  const set = `${name}-${POD_HASH}`;
  return { Deployment: name, ReplicaSet: set, Pod: `${set}-${POD_SUFFIX}` };
}

interface Making {
  readonly object: StoredObject;
  readonly state: DeploymentState;
  readonly failure?: string;
}

function create(
  writer: Writer,
  workload: Workload,
  { object, state, failure = '' }: Making,
): void {
  const { namespace } = object.metadata;
  const { container, labels } = workload;
  const names = namesOf(workload);
  const now = timestamp(writer.now());
  const asleep = state === 'scaled-to-zero' && workload.servesModel;
  const replicas = asleep ? 0 : 1;
  const hashed = { ...labels, 'pod-template-hash': POD_HASH };
  const template = {
    metadata: { labels: hashed },
    spec: { containers: [{ name: container, image: 'model-server:1' }] },
  };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  const status = replicasStatus(replicas, { state, now });
  const make = (kind: (typeof KINDS)[number], { owner, ...content }: Parts) =>
    createObject(
      writer,
      { type: typeOfKind(kind), namespace },
      {
        ...content,
        metadata: {
          name: names[kind],
          labels: kind === 'Deployment' ? labels : hashed,
          ...(kind === 'Deployment' && { annotations: { [MADE_FOR]: state } }),
          ...(owner && { ownerReferences: ownedBy(owner) }),
        },
      },
    );
  const server = workload.shared ? undefined : object;
  const rollout = {
    strategy: { type: 'RollingUpdate' },
    minReadySeconds: 1,
    progressDeadlineSeconds: 600,
  };
  const deployment = make('Deployment', {
    owner: server,
    spec: { ...spec, ...rollout },
    status,
  });
  const set = make('ReplicaSet', { owner: deployment, spec, status });
  if (replicas > 0) {
    const input = { container, state, now, failure };
    make('Pod', { owner: set, spec: template.spec, status: podStatus(input) });
  }
}

interface Parts {
  readonly owner?: StoredObject;
  readonly spec: Record<string, unknown>;
  readonly status: Record<string, unknown>;
}

function remove(writer: Writer, namespace: string, workload: Workload): void {
  const names = namesOf(workload);
  for (const kind of KINDS) {
    const type = typeOfKind(kind);
    const object = writer.store.get(type, namespace, names[kind]);
    if (object) {
      writer.store.remove(type, object);
    }
  }
}

/** Makes the Deployments and pods of a model server what they are in its state; a stopped one has none. */
export function syncWorkloads(writer: Writer, making: Making): void {
  const { object, state } = making;
  const { namespace = 'default' } = object.metadata;
  for (const workload of workloadsOf(object)) {
    const type = typeOfKind('Deployment');
    const existing = writer.store.get(type, namespace, workload.name);
    const isMade = existing?.metadata.annotations?.[MADE_FOR] === state;
    if (existing && (isMade || workload.shared)) {
      continue;
    }
    remove(writer, namespace, workload);
    if (state !== 'stopped') {
      create(writer, workload, making);
    }
  }
}

/** Removes the Deployments and pods of a model server that is gone: the simulator has no garbage collector. */
export function removeWorkloads(writer: Writer, object: StoredObject): void {
  const { namespace = 'default' } = object.metadata;
  for (const workload of workloadsOf(object)) {
    if (!workload.shared) {
      remove(writer, namespace, workload);
    }
  }
}
