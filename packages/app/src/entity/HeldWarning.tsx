import type { Entity } from '@backstage/catalog-model';
import { WarningPanel } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';

const HELD_SINCE = 'rhdh.modelcatalog.io/held-since';

const heldSince = ({ metadata }: Entity) => metadata.annotations?.[HELD_SINCE];

/** Whether the source of an entity cannot be read now. */
export const isHeld = (entity: Entity) => heldSince(entity) !== undefined;

/** Says that an entity is as its source last said it, and since when that is not reached. */
export const HeldWarning = () => {
  const since = new Date(heldSince(useEntity().entity) ?? '');
  const when = Number.isNaN(since.getTime())
    ? ''
    : ` since ${since.toLocaleString()}`;
  return (
    <WarningPanel
      severity="info"
      title={`Its source in OpenShift AI cannot be read${when}: this is what it said last`}
      message="It may have changed there meanwhile. Nothing is removed because of it, and what is new comes by itself once the source can be read again."
    />
  );
};
