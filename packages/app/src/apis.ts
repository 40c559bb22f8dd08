import {
  AnyApiFactory,
  configApiRef,
  createApiFactory,
} from '@backstage/core-plugin-api';
import {
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';

/** The catalog's "about" card asks for source code integrations; this demo has none configured. */
export const apis: AnyApiFactory[] = [
  createApiFactory({
    api: scmIntegrationsApiRef,
    deps: { config: configApiRef },
    factory: ({ config }) => ScmIntegrationsApi.fromConfig(config),
  }),
];
