import {
  EntityDependencyOfComponentsCard,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { EntityCatalogGraphCard } from '@backstage/plugin-catalog-graph';
import { isTechDocsAvailable } from '@backstage/plugin-techdocs';
import Grid from '@material-ui/core/Grid';
import { serverColumns } from './relatedTable';
import { docs, Overview } from './sections';

/** A model version: where its artifacts are, the servers that run it, its model card. */
export const resourcePage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview
        below={
          <EntityDependencyOfComponentsCard
            title="Served by"
            columns={serverColumns}
          />
        }
      />
    </EntityLayout.Route>
    <EntityLayout.Route path="/relations" title="Relations">
      <Grid container>
        <Grid item xs={12}>
          <EntityCatalogGraphCard
            variant="gridItem"
            height={600}
            maxDepth={3}
          />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/docs" title="Docs" if={isTechDocsAvailable}>
      {docs}
    </EntityLayout.Route>
  </EntityLayout>
);
