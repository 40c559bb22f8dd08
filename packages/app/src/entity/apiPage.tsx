import {
  EntityApiDefinitionCard,
  EntityProvidingComponentsCard,
} from '@backstage/plugin-api-docs';
import { EntityLayout, EntitySwitch } from '@backstage/plugin-catalog';
import { isTechDocsAvailable } from '@backstage/plugin-techdocs';
import Grid from '@material-ui/core/Grid';
import { isOffered, OfferingCard } from './OfferingCard';
import { serverColumns } from './relatedTable';
import { docs, heldWarning, Overview } from './sections';

const servers = <EntityProvidingComponentsCard columns={serverColumns} />;

/** The API of a model server, with its definition to read and to try. */
export const apiPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <EntitySwitch>
        <EntitySwitch.Case if={isOffered}>
          <Overview below={servers}>
            <OfferingCard />
          </Overview>
        </EntitySwitch.Case>
        <EntitySwitch.Case>
          <Overview below={servers} />
        </EntitySwitch.Case>
      </EntitySwitch>
    </EntityLayout.Route>
    <EntityLayout.Route path="/definition" title="Definition">
      <Grid container>
        {heldWarning}
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
