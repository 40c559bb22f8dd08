import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../../sources/objects';
import { firstText, property, PROPERTY } from '../fields/properties';

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
  servings: Iterable<Serving>,
  apiOf: (server: InferenceServer) => ServerApi | undefined,
): Map<string, string> {
  const names = new Map<string, { name: string; by: Serving }>();
  for (const by of servings) {
    const name = nameToCall(by.server, apiOf(by.server));
    for (const key of name === undefined ? [] : by.modelKeys) {
      const known = names.get(key);
      if (name !== undefined && (!known || isOlder(by, known.by))) {
        names.set(key, { name, by });
      }
    }
  }
  return new Map([...names].map(([key, { name }]) => [key, name]));
}

const LAST = '\uFFFF';

function isOlder(a: Serving, b: Serving): boolean {
  const { createdAt: one = LAST } = a.server;
  const { createdAt: other = LAST } = b.server;
  return one === other ? a.key < b.key : one < other;
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
