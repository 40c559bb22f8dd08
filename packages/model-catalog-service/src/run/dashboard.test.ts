import { DASHBOARD_URL } from '@model-catalog/common';
import type { StoredRecord, StoreView } from '@model-catalog/node';
import pino from 'pino';
import { lookForDashboard } from './dashboard';
import type { Kubernetes } from './kubernetes';

const KNOWN = 'https://rh-ai.apps.example.com';

/** A store with one model whose page is known. */
const stored: Pick<StoreView, 'records'> = {
  records: new Map<string, StoredRecord>([
    [
      'k',
      {
        record: {
          kind: 'model',
          key: 'k',
          name: 'granite',
          uri: '/granite/1/model-catalog.json',
          source: 'model-registry/dev',
          ownerRef: 'user:default/alice',
          artifacts: [],
          model: {
            name: 'granite',
            owner: 'alice',
            lifecycle: 'production',
            description: '',
            annotations: {
              [DASHBOARD_URL]: `${KNOWN}/ai-hub/registry/dev/registered-models/1/versions/2`,
            },
          },
        },
        facets: {},
      },
    ],
  ]),
};

/** A cluster that fails each request in the same way. */
const failing = (make: () => Error): Pick<Kubernetes['client'], 'get'> => ({
  get: async () => {
    throw make();
  },
});

function look(
  client: Pick<Kubernetes['client'], 'get'>,
  config: { dashboardUrl?: string } = {},
) {
  return lookForDashboard(
    {
      config,
      logger: pino({ level: 'silent' }),
      kubernetes: { client },
    },
    stored,
    new AbortController().signal,
  );
}

describe('the dashboard that entities lead to', () => {
  it('is the configured one, and then the cluster is not asked', async () => {
    const client = failing(() => new Error('asked'));

    expect(
      await look(client, { dashboardUrl: 'https://ai.example.com/' }),
    ).toEqual({ url: 'https://ai.example.com', layout: 3 });
  });

  it('stays the one that is known, while the cluster cannot be asked', async () => {
    expect(await look(failing(() => new Error('refused')))).toEqual({
      url: KNOWN,
      layout: 3,
    });
  });
});
