import { Router } from 'express';
import { answer, bodyText, queryText } from './http';
import {
  modelInput,
  modelPatch,
  parseBody,
  plainModelInput,
  plainModelPatch,
  versionInput,
  versionPatch,
} from './inputs';
import { LookupQuery } from './lookup';
import { id, list, namedList } from './request';
import { RegistryState } from './state';

/** Registered models and model versions. */
export function modelRoutes(api: Router, state: RegistryState): void {
  const described = state.dialect.describesModels;
  api.get(
    '/registered_models',
    answer(200, req => state.listModels(list(req))),
  );
  api.post(
    '/registered_models',
    answer(201, req =>
      state.createModel(
        parseBody(described ? modelInput : plainModelInput, bodyText(req)),
      ),
    ),
  );
  api.get(
    '/registered_models/:id',
    answer(200, req => state.getModel(id(req))),
  );
  api.patch(
    '/registered_models/:id',
    answer(200, req =>
      state.patchModel(
        id(req),
        parseBody(described ? modelPatch : plainModelPatch, bodyText(req)),
      ),
    ),
  );
  api.get(
    '/registered_models/:id/versions',
    answer(200, req => state.listVersions(namedList(req), id(req))),
  );
  api.post(
    '/registered_models/:id/versions',
    answer(201, req =>
      state.createVersion({
        ...parseBody(versionInput, bodyText(req)),
        registeredModelId: id(req),
      }),
    ),
  );
  api.get(
    '/model_versions',
    answer(200, req => state.listVersions(list(req))),
  );
  api.post(
    '/model_versions',
    answer(201, req =>
      state.createVersion(parseBody(versionInput, bodyText(req))),
    ),
  );
  api.get(
    '/model_versions/:id',
    answer(200, req => state.getVersion(id(req))),
  );
  api.patch(
    '/model_versions/:id',
    answer(200, req =>
      state.patchVersion(id(req), parseBody(versionPatch, bodyText(req))),
    ),
  );
}

/** Single objects by name or external id. */
export function lookupRoutes(api: Router, state: RegistryState): void {
  const routes: Array<[string, (query: LookupQuery) => unknown]> = [
    ['/registered_model', state.findModel],
    ['/model_version', state.findVersion],
    ['/serving_environment', state.findEnvironment],
    ['/inference_service', state.findService],
    ['/artifact', query => state.findArtifact(query)],
    ['/model_artifact', query => state.findArtifact(query, 'model-artifact')],
  ];
  for (const [path, find] of routes) {
    api.get(
      path,
      answer(200, req =>
        find({
          name: queryText(req, 'name'),
          externalId: queryText(req, 'externalId'),
          parentResourceId: queryText(req, 'parentResourceId'),
        }),
      ),
    );
  }
}
