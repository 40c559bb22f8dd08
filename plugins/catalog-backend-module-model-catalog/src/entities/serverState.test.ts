import type { ServerState } from '@model-catalog/common';
import { draft } from '../__testUtils__/draft';
import { serverRecord } from '../__testUtils__/records';
import { whyInvalid } from './validate';

const prefix = 'rhdh.modelcatalog.io/';

describe('how a server is', () => {
  it.each<ServerState>([
    'ready',
    'not-ready',
    'failed',
    'scaled-to-zero',
    'stopped',
  ])(
    '%s is shown on its Component, which stays in the catalog',
    async state => {
      const plain = serverRecord('granite');
      const { entities, issues } = draft({
        ...plain,
        state,
        server: {
          ...plain.server,
          tags: ['nvidia-gpu'],
          annotations: {
            // As the bridge writes it for plugins that know of no such field.
            [`${prefix}server-state`]: 'any',
            [`${prefix}server-state-reason`]: 'ModelLoadFailed: no\u0000 file',
            [`${prefix}resources`]: 'cpu=4, nvidia.com/gpu=1',
            [`${prefix}lora-adapters`]: 'sql, chat',
            [`${prefix}deployment-mode`]: 'knative',
            [`${prefix}model-name`]: 'granite-8b',
          },
        },
      });
      const [component] = entities;

      expect(issues).toEqual([]);
      expect(component?.metadata).toMatchObject({
        tags: ['nvidia-gpu', 'auth-required'],
        annotations: {
          [`${prefix}server-state`]: state,
          [`${prefix}server-state-reason`]: 'ModelLoadFailed: no file',
          [`${prefix}resources`]: 'cpu=4, nvidia.com/gpu=1',
          [`${prefix}lora-adapters`]: 'sql, chat',
          [`${prefix}deployment-mode`]: 'knative',
          [`${prefix}model-name`]: 'granite-8b',
        },
      });
      for (const entity of entities) {
        expect(await whyInvalid(entity)).toBeUndefined();
      }
    },
  );
});
