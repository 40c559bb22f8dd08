import {
  EntityApiDefinitionCard,
  EntityProvidingComponentsCard,
} from '@backstage/plugin-api-docs';
import { EntityLayout } from '@backstage/plugin-catalog';
import { isTechDocsAvailable } from '@backstage/plugin-techdocs';
import Grid from '@material-ui/core/Grid';
import { serverColumns } from './relatedTable';
import { docs, Overview } from './sections';

/** The API of a model server, with its definition to read and to try. */
export const apiPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview
        below={<EntityProvidingComponentsCard columns={serverColumns} />}
      />
    </EntityLayout.Route>
    <EntityLayout.Route path="/definition" title="Definition">
      <Grid container>
        <Grid item xs={12}>
          <EntityApiDefinitionCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/docs" title="Docs" if={isTechDocsAvailable}>
      {docs}
    </EntityLayout.Route>
  </EntityLayout>
);
