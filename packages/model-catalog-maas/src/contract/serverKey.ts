import type { PublishableServer } from './types';

/** `<namespace>/<resource>/<name>`: names a model server within its cluster. */
export const serverKey = ({
  namespace,
  resource,
  name,
}: Pick<PublishableServer, 'namespace' | 'resource' | 'name'>): string =>
  `${namespace}/${resource}/${name}`;
