import { Router } from 'express';
import { answer, bodyText } from './http';
import {
  environmentInput,
  environmentPatch,
  parseBody,
  serveInput,
  serviceInput,
  servicePatch,
} from './inputs';
import { id, list } from './request';
import { RegistryState } from './state';

/** Serving environments, inference services and what they served. */
export function servingRoutes(api: Router, state: RegistryState): void {
  api.get(
    '/serving_environments',
    answer(200, req => state.listEnvironments(list(req))),
  );
  api.post(
    '/serving_environments',
    answer(201, req =>
      state.createEnvironment(parseBody(environmentInput, bodyText(req))),
    ),
  );
  api.get(
    '/serving_environments/:id',
    answer(200, req => state.getEnvironment(id(req))),
  );
  api.patch(
    '/serving_environments/:id',
    answer(200, req =>
      state.patchEnvironment(
        id(req),
        parseBody(environmentPatch, bodyText(req)),
      ),
    ),
  );
  api.get(
    '/serving_environments/:id/inference_services',
    answer(200, req => state.listServices(list(req), id(req))),
  );
  api.post(
    '/serving_environments/:id/inference_services',
    answer(201, req =>
      state.createService({
        ...parseBody(serviceInput, bodyText(req)),
        servingEnvironmentId: id(req),
      }),
    ),
  );
  serviceRoutes(api, state);
}

function serviceRoutes(api: Router, state: RegistryState): void {
  api.get(
    '/inference_services',
    answer(200, req => state.listServices(list(req))),
  );
  api.post(
    '/inference_services',
    answer(201, req =>
      state.createService(parseBody(serviceInput, bodyText(req))),
    ),
  );
  api.get(
    '/inference_services/:id',
    answer(200, req => state.getService(id(req))),
  );
  api.patch(
    '/inference_services/:id',
    answer(200, req =>
      state.patchService(id(req), parseBody(servicePatch, bodyText(req))),
    ),
  );
  api.get(
    '/inference_services/:id/model',
    answer(200, req => state.modelOfService(id(req))),
  );
  api.get(
    '/inference_services/:id/version',
    answer(200, req => state.versionOfService(id(req))),
  );
  api.get(
    '/inference_services/:id/serves',
    answer(200, req => state.listServes(id(req), list(req))),
  );
  api.post(
    '/inference_services/:id/serves',
    answer(201, req =>
      state.createServe(id(req), parseBody(serveInput, bodyText(req))),
    ),
  );
}
