import { z } from 'zod/v4';

const created = z.object({ id: z.string(), name: z.string() });
/** What the registry calls it. */
export type Registered = z.infer<typeof created>;

/** Custom properties as the registry takes them; an empty text is a label. */
export type Properties = Readonly<Record<string, string>>;

interface Described {
  readonly name: string;
  readonly description?: string;
  readonly properties?: Properties;
}

function body({ properties, ...fields }: Partial<Described> & object) {
  const entries = Object.entries(properties ?? {}).map(([key, value]) => [
    key,
    { metadataType: 'MetadataStringValue', string_value: value },
  ]);
  return properties
    ? { ...fields, customProperties: Object.fromEntries(entries) }
    : fields;
}

interface RegistryWriterOptions {
  readonly url: string;
  readonly token?: string;
  readonly version: 'v1' | 'v1alpha3';
}

/**
 * Fills a model registry through its public REST API. A real one has
 * no DELETE: what was made here is archived in the end.
 */
export class RegistryWriter {
  private readonly models: string[] = [];

  constructor(private readonly options: RegistryWriterOptions) {}

  async registerModel(
    model: Described & { owner?: string },
  ): Promise<Registered> {
    const made = await this.post('registered_models', body(model));
    this.models.push(made.id);
    return made;
  }

  async registerVersion(
    modelId: string,
    version: Described & { author?: string },
  ): Promise<Registered> {
    return await this.post('model_versions', {
      ...body(version),
      registeredModelId: modelId,
    });
  }

  /** Adds an artifact; `catalog` says of which catalog model it was made. */
  async addArtifact(
    versionId: string,
    artifact: {
      name: string;
      uri: string;
      catalog?: { source: string; model: string };
    },
  ): Promise<Registered> {
    const { name, uri, catalog } = artifact;
    return await this.post(`model_versions/${versionId}/artifacts`, {
      artifactType: 'model-artifact',
      name,
      uri,
      state: 'LIVE',
      ...(catalog && {
        modelSourceKind: 'catalog',
        modelSourceClass: catalog.source,
        modelSourceName: catalog.model,
      }),
    });
  }

  /** Records a deployment as OpenShift AI's controller does: `<name>/<uid>` in an environment named as the namespace. */
  async recordDeployment(deployment: {
    namespace: string;
    name: string;
    uid: string;
    modelId: string;
    versionId: string;
  }): Promise<Registered> {
    const { namespace, name, uid, modelId, versionId } = deployment;
    const environment = await this.post('serving_environments', {
      name: namespace,
    });
    return await this.post('inference_services', {
      name: `${name}/${uid}`,
      registeredModelId: modelId,
      modelVersionId: versionId,
      servingEnvironmentId: environment.id,
      desiredState: 'DEPLOYED',
    });
  }

  async describeModel(id: string, description: string): Promise<void> {
    await this.send('PATCH', `registered_models/${id}`, { description });
  }

  async archiveVersion(id: string): Promise<void> {
    await this.send('PATCH', `model_versions/${id}`, { state: 'ARCHIVED' });
  }

  /** Archives every model that was registered here, so that it leaves every catalog. */
  async archiveAll(): Promise<void> {
    for (const id of this.models) {
      await this.send('PATCH', `registered_models/${id}`, {
        state: 'ARCHIVED',
      });
    }
  }

  private async post(path: string, value: object): Promise<Registered> {
    return created.parse(await this.send('POST', path, value));
  }

  private async send(method: string, path: string, value: object) {
    const { url, token, version } = this.options;
    const base = url.includes('/api/model_registry/')
      ? url
      : `${url}/api/model_registry/${version}`;
    const answer = await fetch(`${base}/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(value),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    }
    const parsed: unknown = JSON.parse(text);
    return parsed;
  }
}
