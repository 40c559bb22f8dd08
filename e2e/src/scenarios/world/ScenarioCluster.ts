import { z } from 'zod/v4';
import { KubernetesClient } from '../../realServers/KubernetesClient';
import type { Manifest } from '../schema';

const PLURALS: Readonly<Record<string, string>> = {
  InferenceService: 'inferenceservices',
  LLMInferenceService: 'llminferenceservices',
  ConfigMap: 'configmaps',
  Namespace: 'namespaces',
  Service: 'services',
  Secret: 'secrets',
  ServiceAccount: 'serviceaccounts',
  Route: 'routes',
  ModelRegistry: 'modelregistries',
};
const GROUPS: Readonly<Record<string, string>> = {
  inferenceservices: 'serving.kserve.io/v1beta1',
  llminferenceservices: 'serving.kserve.io/v1alpha1',
  routes: 'route.openshift.io/v1',
  modelregistries: 'modelregistry.opendatahub.io/v1beta1',
};

const Stored = z.looseObject({
  metadata: z.looseObject({ uid: z.string(), resourceVersion: z.string() }),
});

/** The Kubernetes API as whoever prepares the scenario uses it: with every right. */
export class ScenarioCluster {
  private readonly uids = new Map<string, string>();
  private readonly namespaces = new Set(['default', 'rhdh']);

  constructor(private readonly client: KubernetesClient) {}

  /** The uid of an object: `demo/granite`. */
  uid(name: string): string {
    const found = this.uids.get(name);
    if (found === undefined) {
      throw new Error(`No object ${name} was created for its uid`);
    }
    return found;
  }

  /** Creates or replaces an object, and its status as a controller would. */
  async apply({ status, ...object }: Manifest): Promise<void> {
    const { kind, metadata } = object;
    await this.ensureNamespace(metadata.namespace);
    const collection = pathOf(object);
    const path = `${collection}/${metadata.name}`;
    const before = await this.client.send({ path });
    let stored =
      before.status === 200
        ? await this.must({
            method: 'PUT',
            path,
            body: withVersion(object, before.body),
          })
        : await this.must({ method: 'POST', path: collection, body: object });
    if (status !== undefined && kind !== 'Namespace') {
      stored = await this.must({
        method: 'PUT',
        path: `${path}/status`,
        body: { ...withVersion(object, stored), status },
      });
    }
    const name = [metadata.namespace, metadata.name].filter(Boolean).join('/');
    this.uids.set(name, Stored.parse(stored).metadata.uid);
  }

  /** @param written - `InferenceService demo/granite` */
  async delete(written: string): Promise<void> {
    const [kind = '', place = ''] = written.split(' ');
    const [namespace, name] = place.includes('/')
      ? place.split('/')
      : [undefined, place];
    const collection = pathOf({ kind, metadata: { namespace } });
    await this.must({ method: 'DELETE', path: `${collection}/${name}` });
  }

  /** Installs the definition of a custom kind. */
  async install(kind: string): Promise<void> {
    const plural = pluralOf(kind);
    const [group = '', version] = (GROUPS[plural] ?? '').split('/');
    await this.must({
      method: 'POST',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      body: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${plural}.${group}` },
        spec: {
          group,
          scope: 'Namespaced',
          names: {
            plural,
            singular: plural.slice(0, -1),
            kind,
            listKind: `${kind}List`,
          },
          versions: [
            {
              name: version,
              served: true,
              storage: true,
              subresources: { status: {} },
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  'x-kubernetes-preserve-unknown-fields': true,
                },
              },
            },
          ],
        },
      },
    });
  }

  private async ensureNamespace(name: string | undefined): Promise<void> {
    if (name === undefined || this.namespaces.has(name)) {
      return;
    }
    this.namespaces.add(name);
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await this.client.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body,
    });
  }

  private async must(
    request: Parameters<KubernetesClient['send']>[0],
  ): Promise<unknown> {
    const { status, body } = await this.client.send(request);
    if (status >= 300) {
      throw new Error(
        `${request.method} ${request.path} answered ${status}: ${JSON.stringify(
          body,
        )}`,
      );
    }
    return body;
  }
}

function withVersion(
  object: Pick<Manifest, 'metadata'>,
  stored: unknown,
): object {
  const { uid, resourceVersion } = Stored.parse(stored).metadata;
  return { ...object, metadata: { ...object.metadata, uid, resourceVersion } };
}

function pluralOf(kind: string): string {
  const plural = PLURALS[kind];
  if (plural === undefined) {
    throw new Error(`Scenarios know no kind ${kind}`);
  }
  return plural;
}

function pathOf(object: {
  apiVersion?: string;
  kind: string;
  metadata: { namespace?: string };
}): string {
  const plural = pluralOf(object.kind);
  const group =
    object.apiVersion && object.apiVersion !== 'v1'
      ? object.apiVersion
      : GROUPS[plural];
  const { namespace } = object.metadata;
  const base = group === undefined ? '/api/v1' : `/apis/${group}`;
  const inside =
    namespace === undefined || object.kind === 'Namespace'
      ? ''
      : `/namespaces/${namespace}`;
  return `${base}${inside}/${plural}`;
}
