import { resolve } from 'node:path';
import {
  catalogRouter,
  createCatalogState,
  loadCatalogFiles,
} from '../catalog';
import {
  createRegistryState,
  registryRouter,
  RegistryState,
} from '../registry';
import { OpenApiDocument } from './__testUtils__/openApi';
import { RELEASES, filesOf, serve } from './__testUtils__/releases';
import { sharedFolder } from './__testUtils__/shared';

/** Documented calls that the recordings do not hold. */
const REGISTRY_CALLS: ReadonlyArray<[string, string, string?]> = [
  ['GET', '/registered_models/1/versions?name=1.0'],
  ['POST', '/registered_models/1/versions', '{"name":"3.0"}'],
  ['GET', '/model_versions/2'],
  ['GET', '/model_version?name=1.0&parentResourceId=1'],
  ['GET', '/artifact?name=a&parentResourceId=2'],
  ['GET', '/artifacts/1'],
  ['PATCH', '/artifacts/1', '{"artifactType":"model-artifact","uri":"s3://y"}'],
  ['POST', '/artifacts', '{"artifactType":"doc-artifact","name":"d"}'],
  ['GET', '/model_artifact?name=a&parentResourceId=2'],
  ['GET', '/model_artifacts/1'],
  ['PATCH', '/model_artifacts/1', '{"state":"LIVE"}'],
  ['GET', '/model_artifacts/99'],
  ['GET', '/serving_environments/3'],
  ['PATCH', '/serving_environments/3', '{"description":"d"}'],
  ['GET', '/serving_environment?name=ns'],
  ['GET', '/serving_environment?name=none'],
  [
    'POST',
    '/serving_environments/3/inference_services',
    '{"name":"t","registeredModelId":"1"}',
  ],
  ['GET', '/inference_services/4'],
  ['GET', '/inference_service?name=s&parentResourceId=3'],
  ['POST', '/inference_services/4/serves', '{"modelVersionId":"2"}'],
  ['GET', '/inference_services/4/serves'],
  ['GET', '/inference_services/4/version'],
];

const CATALOG_CALLS: ReadonlyArray<string> = [
  '/sources?pageSize=1',
  '/models?sourceLabel=null&orderBy=LAST_UPDATE_TIME&sortOrder=DESC&pageSize=3',
  '/sources/org_models/models/ibm-granite/model-01-8b/artifacts/performance',
  '/labels?pageSize=5',
];

const shared = sharedFolder();
const registryRelease = RELEASES.find(({ name }) => / 0\.3\.8 on /.test(name));
const catalogRelease = RELEASES.find(({ name }) =>
  /catalog 0\.3\.8/.test(name),
);

/** One of everything: model 1, version 2, environment 3, service 4, artifact 1. */
function registryWorld(): RegistryState {
  const state = createRegistryState({ now: () => 1700000000000 });
  state.createModel({ name: 'm', language: ['en'], tasks: ['chat'] });
  state.createVersion({ name: '1.0', registeredModelId: '1' });
  state.createEnvironment({ name: 'ns' });
  const service = { registeredModelId: '1', servingEnvironmentId: '3' };
  state.createService({ ...service, name: 's' });
  state.upsertArtifact({ artifactType: 'model-artifact', name: 'a' }, '2');
  return state;
}

if (shared && registryRelease && catalogRelease) {
  describe('answers that are documented but not recorded', () => {
    let registry: Awaited<ReturnType<typeof serve>>;
    let catalog: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      registry = await serve(registryRouter(registryWorld()));
      const state = createCatalogState({ now: () => 1700000000000 });
      const world = resolve(shared, 'recordings/catalog-world/sources.yaml');
      state.setContent({
        ...(await loadCatalogFiles(world)),
        labels: [{ name: 'a', displayName: 'A' }, { name: null }],
      });
      catalog = await serve(catalogRouter(state));
    });
    afterAll(async () => {
      await registry.stop();
      await catalog.stop();
    });

    const registryDocument = new OpenApiDocument(
      filesOf(registryRelease, shared).spec,
    );
    const table = REGISTRY_CALLS.map(([method, call, body]) => ({
      method,
      call,
      body,
    }));
    it.each(table)('$method $call', async ({ method, call, body }) => {
      const path = `/api/model_registry/v1alpha3${call}`;
      const response = await fetch(registry.url + path, { method, body });
      const { status } = response;
      const answer = { method, path, status, body: await response.json() };
      expect(registryDocument.check(answer)).toEqual({ kind: 'valid' });
    });

    const catalogDocument = new OpenApiDocument(
      filesOf(catalogRelease, shared).spec,
    );
    it.each(CATALOG_CALLS)('GET %s', async call => {
      const path = `/api/model_catalog/v1alpha1${call}`;
      const response = await fetch(catalog.url + path);
      const { status } = response;
      const answer = {
        method: 'GET',
        path,
        status,
        body: await response.json(),
      };
      expect(catalogDocument.check(answer)).toEqual({ kind: 'valid' });
    });
  });
} else {
  it.todo('is compared with the documents of the real servers');
}
