import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import type { EntityProvider } from '@backstage/plugin-catalog-node';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { bareProvider } from './bareProvider';
import { existingProvider } from './existingProvider';
import { observed } from './mutations';

/** `ours`, `existing` with the URL of a location service, or `bare` with a file. */
const [which, argument = ''] = (process.env.SCALE_PROVIDER ?? 'ours').split(
  '=',
);

/** Makes all that is registered after it report what it applies. */
const observer = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'scale-observer',
  register(env) {
    env.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        const add = catalog.addEntityProvider.bind(catalog);
        catalog.addEntityProvider = (...providers) =>
          add(...providers.flat().map(observed));
        const provider = await ownProvider();
        if (provider) {
          catalog.addEntityProvider(provider);
        }
      },
    });
  },
});

async function ownProvider(): Promise<EntityProvider | undefined> {
  switch (which) {
    case 'existing':
      return existingProvider(argument);
    case 'bare':
      return await bareProvider(argument);
    default:
      return undefined;
  }
}

const backend = createBackend();
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(observer);
if (which === 'ours') {
  backend.add(
    import(
      '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog'
    ),
  );
}
process.on('disconnect', () => process.exit());
void backend.start();
