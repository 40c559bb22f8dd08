import {
  ANNOTATION_LOCATION,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_API_PROVIDED_BY,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  RELATION_PROVIDES_API,
  type Entity,
} from '@backstage/catalog-model';
import {
  processingResult,
  type CatalogProcessor,
  type CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import { GATEWAY_API } from '@model-catalog/common';
import { AI_MODEL_SERVER } from '../entities';

/** How the locations of our entities begin: with the name of a provider. */
const OURS = 'ModelCatalogResourceEntityProvider:';

/** Fields of the spec with the relation to what they name, and the way back. */
const RELATIONS = [
  ['owner', RELATION_OWNED_BY, RELATION_OWNER_OF],
  ['apiEntityRef', RELATION_PROVIDES_API, RELATION_API_PROVIDED_BY],
] as const;

/** The kind has a field for one API; those of gateways are named by an annotation that nobody else can set. */
function relationsOf({ metadata, spec }: Entity) {
  const gateways = metadata.annotations?.[GATEWAY_API]?.split(', ') ?? [];
  const fields = RELATIONS.map(([field, type, back]) => ({
    written: spec?.[field],
    type,
    back,
  }));
  const offered = gateways.map(written => ({
    written,
    type: RELATION_PROVIDES_API,
    back: RELATION_API_PROVIDED_BY,
  }));
  return [...fields, ...offered].flatMap(({ written, type, back }) =>
    typeof written === 'string' ? [{ written, type, back }] : [],
  );
}

/**
 * Relates our AiModelServerAPI entities to their owner and their APIs. The
 * module that registers the kind only says which ones are valid, so without
 * this they would be in nobody's list of what they own, and in no graph. It
 * registers nothing: a host that does not know the kind refuses it as before.
 */
export class AiModelServerRelations implements CatalogProcessor {
  getProcessorName(): string {
    return 'ModelCatalogAiModelServerRelations';
  }

  async postProcessEntity(
    entity: Entity,
    _location: unknown,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    // Whoever reads a catalog file sets this one, so nobody can claim to be us.
    const location = entity.metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
    const isOurs = location.startsWith(OURS);
    if (entity.kind !== AI_MODEL_SERVER || !isOurs) {
      return entity;
    }
    const source = getCompoundEntityRef(entity);
    for (const { written, type, back } of relationsOf(entity)) {
      const target = parseEntityRef(written);
      emit(processingResult.relation({ source, type, target }));
      emit(
        processingResult.relation({
          source: target,
          type: back,
          target: source,
        }),
      );
    }
    return entity;
  }
}
