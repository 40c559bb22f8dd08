import { type Entity, RELATION_PROVIDES_API } from '@backstage/catalog-model';
import { EntityProvidedApisCard } from '@backstage/plugin-api-docs';
import {
  EntityDependsOnComponentsCard,
  EntityDependsOnResourcesCard,
  EntityLayout,
  EntitySwitch,
} from '@backstage/plugin-catalog';
import { EntityCatalogGraphCard } from '@backstage/plugin-catalog-graph';
import {
  EntityKubernetesContent,
  isKubernetesAvailable,
} from '@backstage/plugin-kubernetes';
import { isTechDocsAvailable } from '@backstage/plugin-techdocs';
import Grid from '@material-ui/core/Grid';
import { EndpointsCard } from './EndpointsCard';
import { isOffered, OfferingCard } from './OfferingCard';
import { modelColumns } from './relatedTable';
import { docs, Half, Overview } from './sections';

/** One that never ran has none yet. */
const providesApi = ({ relations = [] }: Entity) =>
  relations.some(({ type }) => type === RELATION_PROVIDES_API);

const models = (
  <EntityDependsOnResourcesCard title="Models" columns={modelColumns} />
);

/** A model server: its URLs and state, where it is offered, the models it serves, the API it offers, its model card, its pods. */
export const componentPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <EntitySwitch>
        <EntitySwitch.Case if={isOffered}>
          <Overview below={models}>
            <EndpointsCard />
            <OfferingCard />
          </Overview>
        </EntitySwitch.Case>
        <EntitySwitch.Case>
          <Overview below={models}>
            <EndpointsCard />
          </Overview>
        </EntitySwitch.Case>
      </EntitySwitch>
    </EntityLayout.Route>
    <EntityLayout.Route path="/api" title="API" if={providesApi}>
      <EntityProvidedApisCard />
    </EntityLayout.Route>
    <EntityLayout.Route path="/dependencies" title="Dependencies">
      <Grid container spacing={3}>
        <Grid item xs={12}>
          <EntityCatalogGraphCard
            variant="gridItem"
            title="Dependency graph"
            height={500}
            maxDepth={3}
          />
        </Grid>
        <Half>
          <EntityDependsOnResourcesCard variant="gridItem" />
        </Half>
        <Half>
          <EntityDependsOnComponentsCard variant="gridItem" />
        </Half>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/docs" title="Docs" if={isTechDocsAvailable}>
      {docs}
    </EntityLayout.Route>
    <EntityLayout.Route
      path="/kubernetes"
      title="Kubernetes"
      if={isKubernetesAvailable}
    >
      <EntityKubernetesContent />
    </EntityLayout.Route>
  </EntityLayout>
);
