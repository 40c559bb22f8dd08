import { EntityHasApisCard } from '@backstage/plugin-api-docs';
import {
  EntityHasComponentsCard,
  EntityHasResourcesCard,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { Half, Overview } from './sections';

/** A System or Domain, where model servers and models are grouped under one. */
export const systemPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview>
        <Half>
          <EntityHasComponentsCard variant="gridItem" />
        </Half>
        <Half>
          <EntityHasResourcesCard variant="gridItem" />
        </Half>
        <Half>
          <EntityHasApisCard variant="gridItem" />
        </Half>
      </Overview>
    </EntityLayout.Route>
  </EntityLayout>
);
