import type { ServedOffering, ServerRecord } from '@model-catalog/common';
import type { NamedOffering } from '../../offerings/types';
import type { InferenceServer } from '../../sources/objects';
import type { StoredServer } from '../../records/stored';
import type { Definition, TextLookup } from './definition';
import { gatewayDefinition, type OwnDefinition } from './gatewayDefinition';
import { shared } from '../fields/shared';
import type { Report } from '../types';

/** How the offerings of a server are shown, and the texts that were made for it. */
export type ServedOfferings = {
  offerings: ServerRecord['offerings'];
  made: readonly Definition[];
  /** Whether the same would come out again. */
  isFinal: boolean;
};

const NONE: ServedOfferings = { offerings: undefined, made: [], isFinal: true };

function beforeOf(before: StoredServer | undefined, id: string) {
  return before?.record.offerings?.find(one => one.id === id);
}

/** The offerings of one server as its record has them. */
export function servedOfferings(
  given: readonly NamedOffering[] | undefined,
  around: {
    server: InferenceServer;
    own: OwnDefinition;
    before: StoredServer | undefined;
    texts: TextLookup;
  },
  report: Report,
): ServedOfferings {
  if (!given?.length) {
    return NONE;
  }
  const { server, own, before, texts } = around;
  const made: Definition[] = [];
  let isAllFinal = true;
  const offerings = given.map((one): ServedOffering => {
    const { offering, match, name, isShownHere } = one;
    const shown = { ...offering, name, match, isShownHere };
    if (!isShownHere) {
      return shown;
    }
    const known = beforeOf(before, offering.id);
    const { definition, isFinal } = gatewayDefinition(
      { offering: one, server: server.id, own, before: known, texts },
      report,
    );
    const { text, ...kept } = definition;
    isAllFinal = isAllFinal && isFinal;
    if (text !== undefined) {
      made.push({ digest: kept.digest, origin: 'template', text });
    }
    return { ...shown, definition: { ...kept, digest: shared(kept.digest) } };
  });
  return { offerings, made, isFinal: isAllFinal };
}
