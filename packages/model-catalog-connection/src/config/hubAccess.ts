import type { HubAccess } from './types';
import { CONFIG_PATH } from './types';

/** The plugin that reads OpenShift AI inside of a backend. */
const PLUGIN_ID = 'model-catalog';

/** What is needed of the backend's services; `C` is what it calls credentials. */
type HubServices<C> = {
  config: { getOptional(path: string): unknown };
  discovery: { getBaseUrl(pluginId: string): Promise<string> };
  auth: {
    getOwnServiceCredentials(): Promise<C>;
    getPluginRequestToken(request: {
      onBehalfOf: C;
      targetPluginId: string;
    }): Promise<{ token: string }>;
  };
};

function hasRhoai(root: unknown): boolean {
  return (
    typeof root === 'object' &&
    root !== null &&
    Object.values(root).some(
      entry => typeof entry === 'object' && entry !== null && 'rhoai' in entry,
    )
  );
}

/**
 * How a plugin of the backend reaches what the backend serves itself: found by
 * discovery, and with the caller's own service token, a new one for each
 * request, as they expire. `undefined` where no entry needs it.
 */
export async function hubAccess<C>({
  config,
  discovery,
  auth,
}: HubServices<C>): Promise<HubAccess | undefined> {
  if (!hasRhoai(config.getOptional(CONFIG_PATH))) {
    return undefined;
  }
  return {
    baseUrl: await discovery.getBaseUrl(PLUGIN_ID),
    token: async () => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: PLUGIN_ID,
      });
      return token;
    },
  };
}
