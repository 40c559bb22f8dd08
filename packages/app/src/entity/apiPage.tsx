import {
  EntityApiDefinitionCard,
  EntityConsumingComponentsCard,
  EntityProvidingComponentsCard,
} from '@backstage/plugin-api-docs';
import { EntityLayout } from '@backstage/plugin-catalog';
import Grid from '@material-ui/core/Grid';
import { docs, Half, Overview } from './sections';

/** The API of a model server, with its definition to read and to try. */
export const apiPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview>
        <Half>
          <EntityProvidingComponentsCard />
        </Half>
        <Half>
          <EntityConsumingComponentsCard />
        </Half>
      </Overview>
    </EntityLayout.Route>
    <EntityLayout.Route path="/definition" title="Definition">
      <Grid container>
        <Grid item xs={12}>
          <EntityApiDefinitionCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/docs" title="Docs">
      {docs}
    </EntityLayout.Route>
  </EntityLayout>
);
