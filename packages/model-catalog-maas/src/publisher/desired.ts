import { PUBLISH } from '../contract/labels';
import type { OwnedNames } from '../contract/names';
import { serverKey } from '../contract/serverKey';
import type {
  PublishableServer,
  RenderedOffering,
  RenderSettings,
} from '../contract/types';
import { TOLD } from './told';
import { type ManifestIssue, readManifests } from '../render/fromManifests';
import { renderOfferings } from '../render/renderOfferings';

/** What labels ask for, as far as the cluster was read. */
export type Desired = {
  offerings: RenderedOffering[];
  /** By key, those that ask. */
  servers: ReadonlyMap<string, PublishableServer>;
  issues: readonly ManifestIssue[];
};

export type DesiredInput = {
  /** Raw objects of the allowed namespaces. */
  objects: readonly unknown[];
  /** Whether Services and runtimes of a namespace could be listed. */
  isWhole: (namespace: string) => boolean;
  settings: RenderSettings;
  owned: readonly OwnedNames[];
};

/** Asks, and cannot be rendered now: nothing of it is touched. */
const unseen = (server: PublishableServer): RenderedOffering => ({
  server: serverKey(server),
  systemName: '',
  objects: [],
  problems: [
    {
      field: 'metadata.namespace',
      message: `Services or ServingRuntimes of "${server.namespace}" cannot be listed: grant the publisher get, list and watch of them there`,
      severity: 'error',
    },
  ],
});

const OURS: readonly string[] = Object.values(TOLD);

/** What we tell there is not what is asked for. */
const asTheOwnerWrote = (server: PublishableServer): PublishableServer => ({
  ...server,
  annotations: Object.fromEntries(
    Object.entries(server.annotations).filter(([key]) => !OURS.includes(key)),
  ),
});

/** Renders what the labels of the cluster ask for. Pure. */
export function desiredOf(input: DesiredInput): Desired {
  const { objects, isWhole, settings, owned } = input;
  const read = readManifests(objects);
  const asking = read.servers.filter(
    ({ labels }) => labels[PUBLISH] === 'true',
  );
  const seen = asking
    .filter(({ namespace }) => isWhole(namespace))
    .map(asTheOwnerWrote);
  const blind = asking.filter(({ namespace }) => !isWhole(namespace));
  return {
    offerings: [
      ...renderOfferings(seen, settings, owned),
      ...blind.map(unseen),
    ],
    servers: new Map(asking.map(server => [serverKey(server), server])),
    issues: read.issues,
  };
}
