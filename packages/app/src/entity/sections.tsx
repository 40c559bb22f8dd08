import {
  RELATION_API_PROVIDED_BY,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_PART_OF,
  RELATION_PROVIDES_API,
} from '@backstage/catalog-model';
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
import { HeldWarning, isHeld } from './HeldWarning';
import { Children, type PropsWithChildren, type ReactNode } from 'react';

/** A card that takes half the width of a page, all of it on a narrow screen. */
export const Half = ({ children }: PropsWithChildren<{}>) => (
  <Grid item xs={12} md={6}>
    {children}
  </Grid>
);

/** Cards one under the other. */
const Stack = ({ children }: PropsWithChildren<{}>) => (
  <Grid container direction="column" spacing={3} wrap="nowrap">
    {Children.map(children, child => child && <Grid item>{child}</Grid>)}
  </Grid>
);

/** Above what may be out of date: the overview, a definition, a model card. */
export const heldWarning = (
  <EntitySwitch>
    <EntitySwitch.Case if={isHeld}>
      <Grid item xs={12}>
        <HeldWarning />
      </Grid>
    </EntitySwitch.Case>
  </EntitySwitch>
);

/** Everything that is wrong with an entity, above everything else. */
export const warnings = (
  <>
    {heldWarning}
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

// Who owns what is in the first card; here it would only hide the rest.
const RELATIONS = [
  RELATION_DEPENDS_ON,
  RELATION_DEPENDENCY_OF,
  RELATION_PROVIDES_API,
  RELATION_API_PROVIDED_BY,
  RELATION_PART_OF,
  RELATION_HAS_PART,
];

type OverviewProps = PropsWithChildren<{
  /** Cards under what it is, in the left column. */
  below?: ReactNode;
}>;

/**
 * Two columns: what it is and `below` on the left; the page's own cards, its
 * links and what it hangs together with on the right.
 */
export const Overview = ({ below, children }: OverviewProps) => (
  <Grid container spacing={3}>
    {warnings}
    <Half>
      <Stack>
        <EntityAboutCard />
        {below}
      </Stack>
    </Half>
    <Half>
      <Stack>
        {children}
        <EntityLinksCard />
        <EntityCatalogGraphCard
          title="Dependency graph"
          height={260}
          relations={RELATIONS}
        />
      </Stack>
    </Half>
  </Grid>
);

export const docs = (
  <>
    {heldWarning}
    <EntityTechdocsContent />
  </>
);
