import {
  EntityAboutCard,
  EntityLinksCard,
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import { EntityCatalogGraphCard } from '@backstage/plugin-catalog-graph';
import { EntityTechdocsContent } from '@backstage/plugin-techdocs';
import Grid from '@material-ui/core/Grid';
import { PropsWithChildren } from 'react';

/** A card that takes half the width of a page, all of it on a narrow screen. */
export const Half = ({ children }: PropsWithChildren<{}>) => (
  <Grid item xs={12} md={6}>
    {children}
  </Grid>
);

/** Everything that is wrong with an entity, above everything else. */
export const warnings = (
  <>
    <EntitySwitch>
      <EntitySwitch.Case if={isOrphan}>
        <Grid item xs={12}>
          <EntityOrphanWarning />
        </Grid>
      </EntitySwitch.Case>
    </EntitySwitch>
    <EntitySwitch>
      <EntitySwitch.Case if={hasRelationWarnings}>
        <Grid item xs={12}>
          <EntityRelationWarning />
        </Grid>
      </EntitySwitch.Case>
    </EntitySwitch>
    <EntitySwitch>
      <EntitySwitch.Case if={hasCatalogProcessingErrors}>
        <Grid item xs={12}>
          <EntityProcessingErrorsPanel />
        </Grid>
      </EntitySwitch.Case>
    </EntitySwitch>
  </>
);

/** What it is, what it hangs together with, where it answers; then the page's own cards. */
export const Overview = ({ children }: PropsWithChildren<{}>) => (
  <Grid container spacing={3} alignItems="stretch">
    {warnings}
    <Half>
      <EntityAboutCard variant="gridItem" />
    </Half>
    <Half>
      <EntityCatalogGraphCard variant="gridItem" height={400} />
    </Half>
    <Half>
      <EntityLinksCard variant="gridItem" />
    </Half>
    {children}
  </Grid>
);

export const docs = <EntityTechdocsContent />;
