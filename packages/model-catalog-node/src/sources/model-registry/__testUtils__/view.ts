import { parseElements } from '../../elements';
import {
  Artifact,
  InferenceService,
  ModelVersion,
  RegisteredModel,
  ServingEnvironment,
} from '../schema';
import { artifactsOf, tableOf, type RegistryView } from '../view';

const naming = { source: 'model-registry/dev', kind: 'Element' };

/** Lists as the wire has them; a missing list is empty. */
export type Lists = {
  models?: unknown[];
  versions?: unknown[];
  services?: unknown[];
  environments?: unknown[];
  /** By version id. */
  artifacts?: Record<string, unknown[]>;
  orphans?: string[];
  homeless?: string[];
  artifactsKnownUntil?: number;
};

export const parseArtifacts = (items: unknown[]) =>
  parseElements(items, Artifact, naming);

/** The view of a registry with these lists. */
export function aView(lists: Lists): RegistryView {
  const { models = [], versions = [], services = [] } = lists;
  const { environments = [], artifacts = {} } = lists;
  return {
    models: tableOf(parseElements(models, RegisteredModel, naming)),
    versions: tableOf(parseElements(versions, ModelVersion, naming)),
    services: tableOf(parseElements(services, InferenceService, naming)),
    environments: tableOf(
      parseElements(environments, ServingEnvironment, naming),
    ),
    artifacts: new Map(
      Object.entries(artifacts).map(([id, items]) => [
        id,
        artifactsOf(parseArtifacts(items), undefined),
      ]),
    ),
    orphans: new Set(lists.orphans),
    homeless: new Set(lists.homeless),
    artifactsKnownUntil: lists.artifactsKnownUntil ?? 0,
  };
}
