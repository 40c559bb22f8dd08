import { Request, Router } from 'express';
import { answer, bodyText, queryText } from './http';
import { artifactInput, artifactPatch, parseBody } from './inputs';
import { id, list, namedList } from './request';
import { RegistryState } from './state';

/** Artifacts: of a version, of all versions, and model artifacts only. */
export function artifactRoutes(api: Router, state: RegistryState): void {
  const type = 'model-artifact' as const;
  const typeAsked = (req: Request) =>
    state.dialect.filters ? queryText(req, 'artifactType') : undefined;
  api.get(
    '/model_versions/:id/artifacts',
    answer(200, req =>
      state.listArtifacts(namedList(req), {
        versionId: id(req),
        artifactType: typeAsked(req),
      }),
    ),
  );
  api.post(
    '/model_versions/:id/artifacts',
    answer(201, req =>
      state.upsertArtifact(parseBody(artifactInput, bodyText(req)), id(req)),
    ),
  );
  api.get(
    '/artifacts',
    answer(200, req =>
      state.listArtifacts(list(req), {
        artifactType: typeAsked(req),
      }),
    ),
  );
  api.post(
    '/artifacts',
    answer(201, req =>
      state.upsertArtifact(parseBody(artifactInput, bodyText(req))),
    ),
  );
  api.get(
    '/artifacts/:id',
    answer(200, req => state.getArtifact(id(req))),
  );
  api.patch(
    '/artifacts/:id',
    answer(200, req => patchArtifact(state, req)),
  );
  // This list ignores its filterQuery, wrong ones included.
  api.get(
    '/model_artifacts',
    answer(200, req =>
      state.listArtifacts(
        { ...list(req), filterQuery: undefined },
        { artifactType: type },
      ),
    ),
  );
  api.post(
    '/model_artifacts',
    answer(201, req =>
      state.upsertArtifact({
        ...parseBody(artifactInput, bodyText(req)),
        artifactType: type,
      }),
    ),
  );
  api.get(
    '/model_artifacts/:id',
    answer(200, req => state.getArtifact(id(req), type)),
  );
  api.patch(
    '/model_artifacts/:id',
    answer(200, req => {
      state.getArtifact(id(req), type);
      return patchArtifact(state, req);
    }),
  );
}

function patchArtifact(state: RegistryState, req: Request) {
  return state.patchArtifact(id(req), parseBody(artifactPatch, bodyText(req)));
}
