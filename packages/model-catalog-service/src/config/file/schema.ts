import { z } from 'zod/v4';
import { Definitions } from './definitions';
import { EndpointList } from './endpoint';
import { Maas } from './maas';
import { Lifecycle, Namespaces, Owners, Versions } from './rules';
import { host, list, namespace } from './words';

/** The configuration file; every key may be left out, no other key is known. */
export const ConfigFile = z.strictObject({
  registries: EndpointList.optional().describe(
    'Model registries (MR_ROUTE wins). None is looked for then, unless discovery.registries says so.',
  ),
  catalogs: EndpointList.optional().describe(
    'Model catalogs (CATALOG_URL wins). None is looked for then, unless discovery.catalogs says so.',
  ),
  discovery: z
    .strictObject({
      registries: z.boolean().optional(),
      catalogs: z.boolean().optional(),
      namespaces: list(namespace)
        .optional()
        .describe('Namespaces of the operators to look in.'),
    })
    .optional()
    .describe('What is looked for in the cluster.'),
  namespaces: Namespaces.optional().describe(
    'Which model servers are taken, by their namespaces.',
  ),
  selection: z
    .enum(['opt-out', 'opt-in'], { error: 'must be opt-out or opt-in' })
    .optional()
    .describe(
      'opt-out takes what is not marked rhdh.modelcatalog.io/ignore; opt-in takes what is marked rhdh.modelcatalog.io/include.',
    ),
  versions: Versions.optional().describe(
    'Which versions of registered models are taken: all, deployed, or latest:N of each model.',
  ),
  owners: Owners.optional().describe('How owners are found.'),
  lifecycle: Lifecycle.optional().describe('How lifecycles are found.'),
  techdocs: z
    .strictObject({
      allowedHosts: list(host)
        .optional()
        .describe('Hosts that a TechDocs property may name.'),
    })
    .optional(),
  definitions: Definitions.optional().describe('API definitions.'),
  maas: Maas.optional().describe('Where models are offered as a service.'),
});
export type ConfigFile = z.output<typeof ConfigFile>;

/** The JSON Schema of the file, for editors. */
export function configFileSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(ConfigFile, { io: 'input', reused: 'inline' }),
    title: 'Configuration of the bridge between OpenShift AI and Developer Hub',
  };
}
