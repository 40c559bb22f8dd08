import type { JsonObject } from './plainData';

/** How a model server behind the proxy of OpenShift AI lets requests in. */
export const BEARER: JsonObject = {
  type: 'http',
  scheme: 'bearer',
  description:
    'A token of a service account that may use this model server. Ask its owner for one.',
};
