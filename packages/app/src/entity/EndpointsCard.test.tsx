import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { EndpointsCard } from './EndpointsCard';

const server = (metadata: Partial<Entity['metadata']>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'granite', ...metadata },
});

const show = (entity: Entity) =>
  renderInTestApp(
    <EntityProvider entity={entity}>
      <EndpointsCard />
    </EntityProvider>,
  );

describe('the endpoints of a model server', () => {
  it('are its two URLs, its model name, its token and its state', async () => {
    await show(
      server({
        tags: ['vllm', 'auth-required'],
        annotations: {
          'rhdh.modelcatalog.io/external-route-url': 'https://granite.example',
          'rhdh.modelcatalog.io/internal-service-url':
            'http://granite.svc:8080',
          'rhdh.modelcatalog.io/model-name': 'granite-8b',
          'rhdh.modelcatalog.io/server-state': 'ready',
        },
      }),
    );
    for (const url of ['https://granite.example', 'http://granite.svc:8080']) {
      expect(screen.getByText(url).closest('a')).toHaveAttribute('href', url);
    }
    expect(screen.getByText('granite-8b')).toBeInTheDocument();
    expect(screen.getByText('required')).toBeInTheDocument();
    expect(screen.getByText('ready')).toBeInTheDocument();
  });

  it('say so when there is no route, no name, no token and no state', async () => {
    await show(server({ tags: ['auth-not-required'] }));
    expect(screen.getAllByText('none')).toHaveLength(2);
    expect(screen.getByText('not required')).toBeInTheDocument();
    expect(screen.getAllByText('not known')).toHaveLength(2);
  });

  it.each([
    ['failed', 'ModelLoadFailed: no file', 'failed: ModelLoadFailed: no file'],
    ['not-ready', undefined, 'not ready'],
    ['stopped', undefined, 'stopped'],
    ['a-new-one', undefined, 'a new one'],
  ])('say that it is %s, and why', async (state, reason, text) => {
    await show(
      server({
        annotations: {
          'rhdh.modelcatalog.io/server-state': state,
          ...(reason && { 'rhdh.modelcatalog.io/server-state-reason': reason }),
        },
      }),
    );
    expect(screen.getByText(text)).toBeInTheDocument();
  });
});
