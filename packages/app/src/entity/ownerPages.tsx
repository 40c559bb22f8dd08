import { EntityLayout } from '@backstage/plugin-catalog';
import {
  EntityGroupProfileCard,
  EntityMembersListCard,
  EntityOwnershipCard,
  EntityUserProfileCard,
} from '@backstage/plugin-org';
import Grid from '@material-ui/core/Grid';
import { Half, warnings } from './sections';

/** Models are Resources, which the card leaves out unless told. */
const OWNED = ['Component', 'Resource', 'API', 'System', 'Domain'];

/** A person and the models and servers they own. */
export const userPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container spacing={3}>
        {warnings}
        <Half>
          <EntityUserProfileCard variant="gridItem" />
        </Half>
        <Half>
          <EntityOwnershipCard variant="gridItem" entityFilterKind={OWNED} />
        </Half>
      </Grid>
    </EntityLayout.Route>
  </EntityLayout>
);

/** A team, its members, and the models and servers it owns. */
export const groupPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container spacing={3}>
        {warnings}
        <Half>
          <EntityGroupProfileCard variant="gridItem" />
        </Half>
        <Half>
          <EntityOwnershipCard variant="gridItem" entityFilterKind={OWNED} />
        </Half>
        <Grid item xs={12}>
          <EntityMembersListCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
  </EntityLayout>
);
