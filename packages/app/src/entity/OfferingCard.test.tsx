import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { isOffered, OfferingCard } from './OfferingCard';

const entity = (metadata: Partial<Entity['metadata']>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'granite', ...metadata },
});

const show = (shown: Entity) =>
  renderInTestApp(
    <EntityProvider entity={shown}>
      <OfferingCard />
    </EntityProvider>,
  );

const GATEWAY = 'rhdh.modelcatalog.io/gateway-url';
const PORTAL =
  'https://portal.example/admin/service_contracts/new?service_id=1';

describe('what is offered', () => {
  it('has a gateway', () => {
    expect(isOffered(entity({ annotations: { [GATEWAY]: 'https://g' } }))).toBe(
      true,
    );
    expect(isOffered(entity({ annotations: {} }))).toBe(false);
    expect(isOffered(entity({}))).toBe(false);
  });

  it('is called there with a key, and subscribed to in the portal', async () => {
    await show(
      entity({
        annotations: {
          [GATEWAY]: 'https://a.example, https://b.example',
          'rhdh.modelcatalog.io/gateway-key': 'Authorization: Bearer <API key>',
          'rhdh.modelcatalog.io/gateway-plans': 'Trial, Standard',
        },
        links: [
          { title: 'Gateway', url: 'https://a.example' },
          { title: 'Subscribe: Trial, Standard', url: PORTAL },
        ],
      }),
    );
    for (const url of ['https://a.example', 'https://b.example']) {
      expect(screen.getByText(url).closest('a')).toHaveAttribute('href', url);
    }
    expect(
      screen.getByText('Authorization: Bearer <API key>'),
    ).toBeInTheDocument();
    expect(screen.getByText('Trial, Standard')).toBeInTheDocument();
    const portal = screen.getByText('in the developer portal').closest('a');
    expect(portal).toHaveAttribute('href', PORTAL);
  });

  it('says that there is no plan where all are hidden', async () => {
    await show(entity({ annotations: { [GATEWAY]: 'https://a.example' } }));
    expect(screen.getByText('none to subscribe to')).toBeInTheDocument();
    expect(screen.queryByText('in the developer portal')).toBeNull();
  });
});
