import {
  byServer,
  deleting,
  type Departed,
  hiding,
  type PlannedPatch,
  type PlannedRemoval,
  type ThreescaleObject,
} from '@model-catalog/maas';

/** What is to be done of one server's offering. */
export type Unpublishing = {
  server: string;
  patches: PlannedPatch[];
  removals: PlannedRemoval[];
};

export type UnpublishPlan = {
  steps: Unpublishing[];
  /** Named servers that have no offering. */
  unknown: string[];
};

const stepsOf = (departed: Departed, isDelete: boolean): Unpublishing => ({
  server: departed.server,
  ...(isDelete
    ? { patches: [], removals: deleting(departed) }
    : hiding(departed)),
});

/**
 * What it takes to end offerings. Only what the publisher made is touched.
 *
 * @param servers - `<namespace>/<resource>/<name>`; all of them without it.
 */
export function planUnpublish(
  objects: readonly ThreescaleObject[],
  {
    servers,
    isDelete,
  }: { servers: readonly string[] | undefined; isDelete: boolean },
): UnpublishPlan {
  const owned = byServer(objects);
  const wanted = servers ?? [...owned.keys()];
  return {
    steps: wanted
      .flatMap(server => {
        const own = owned.get(server);
        return own ? [stepsOf({ server, own }, isDelete)] : [];
      })
      .filter(({ patches, removals }) => patches.length + removals.length > 0),
    unknown: wanted.filter(server => !owned.has(server)),
  };
}
