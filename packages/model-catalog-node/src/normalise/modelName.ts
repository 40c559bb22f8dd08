import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../sources/objects';
import { firstText, property, PROPERTY } from './properties';

/** The name that requests to one server must use, as far as the server tells it itself. */
export function nameToCall(
  { properties, servedName }: InferenceServer,
  api: ServerApi | undefined,
): string | undefined {
  return (
    property(properties, PROPERTY.modelName) ??
    firstText(servedName, api?.servedModels?.[0])?.trim()
  );
}

/** A server with the keys of the models that it serves. */
export type Serving = {
  key: string;
  server: InferenceServer;
  modelKeys: readonly string[];
};

/**
 * The name of each model as its servers call it. Of several servers the oldest
 * one that tells a name decides, as it is the one that a version's document
 * names too; each Component carries its own server's name besides.
 */
export function namesOfServed(
  servings: readonly Serving[],
  apis: ReadonlyMap<string, ServerApi>,
): Map<string, string> {
  const age = ({ server, key }: Serving) =>
    `${server.createdAt ?? '\uFFFF'}\n${key}`;
  const oldestFirst = [...servings].sort((a, b) => (age(a) < age(b) ? -1 : 1));
  const names = new Map<string, string>();
  for (const { server, modelKeys } of oldestFirst) {
    const name = nameToCall(server, apis.get(server.id));
    for (const key of name === undefined ? [] : modelKeys) {
      if (name !== undefined && !names.has(key)) {
        names.set(key, name);
      }
    }
  }
  return names;
}

/**
 * What `rhdh.modelcatalog.io/model-name` says.
 *
 * | Resource of a version | Resource of a server's own model | Component |
 * |---|---|---|
 * | property of the version, else of the model | - | annotation of the server |
 * | what its servers say, see {@link namesOfServed} | the annotation | property of the version |
 * | `<model>-<version>` | argument, `spec.model.name`, `/v1/models` | argument, `spec.model.name`, `/v1/models` |
 * | - | the server's name | as the Resource |
 */
export function chooseModelName(
  ...claims: readonly (string | undefined)[]
): string {
  return firstText(...claims)?.trim() ?? '';
}

/** The name that templates of RHDH 1.8 and later expect where nothing tells another one. */
export const defaultModelName = ({ modelName, versionName }: RegistryVersion) =>
  `${modelName}-${versionName}`;
