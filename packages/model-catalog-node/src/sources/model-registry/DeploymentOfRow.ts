import type { RegistryDeployment } from '../objects';
import type { InferenceService } from './schema';

/** What the registry's own record of a deployment is made of. */
export type DeploymentParts = {
  registry: string;
  service: InferenceService;
  /** Name of its serving environment. */
  namespace: string | undefined;
};

/**
 * A registry's record of a deployment as its row says it, see `VersionOfRows`.
 * The controller names it `<name>/<uid>`; those made by hand may have no UID.
 */
export class DeploymentOfRow implements RegistryDeployment {
  readonly registry: string;
  readonly namespace: string | undefined;
  readonly #service: InferenceService;

  constructor({ registry, service, namespace }: DeploymentParts) {
    this.registry = registry;
    this.namespace = namespace;
    this.#service = service;
  }

  /** Whether it is made of just this. */
  isOf({ registry, service, namespace }: DeploymentParts): boolean {
    return (
      this.registry === registry &&
      this.namespace === namespace &&
      this.#service === service
    );
  }

  get id() {
    return [this.registry, 'deployment', this.#service.id].join('/');
  }

  get type() {
    return 'deployment' as const;
  }

  get serverName() {
    const { name } = this.#service;
    const slash = name.lastIndexOf('/');
    return slash < 0 ? name : name.slice(0, slash);
  }

  get serverUid() {
    const { name } = this.#service;
    const slash = name.lastIndexOf('/');
    return slash < 0 ? undefined : name.slice(slash + 1);
  }

  get modelId() {
    return this.#service.registeredModelId;
  }

  get versionId() {
    return this.#service.modelVersionId;
  }

  get deployed() {
    return this.#service.deployed;
  }

  toJSON(): RegistryDeployment {
    return {
      id: this.id,
      type: this.type,
      registry: this.registry,
      serverName: this.serverName,
      serverUid: this.serverUid,
      namespace: this.namespace,
      modelId: this.modelId,
      versionId: this.versionId,
      deployed: this.deployed,
    };
  }
}
