import { EntityHasApisCard } from '@backstage/plugin-api-docs';
import {
  EntityHasComponentsCard,
  EntityHasResourcesCard,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { Overview } from './sections';

/** A System or Domain, where model servers and models are grouped under one. */
export const systemPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview below={<EntityHasComponentsCard />}>
        <EntityHasResourcesCard />
        <EntityHasApisCard />
      </Overview>
    </EntityLayout.Route>
  </EntityLayout>
);
