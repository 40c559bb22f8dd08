/** Annotations in which a model server is told how its offering stands, where that is asked for. */
export const TOLD = {
  state: 'maas.rhdh.io/status',
  message: 'maas.rhdh.io/status-message',
} as const;
