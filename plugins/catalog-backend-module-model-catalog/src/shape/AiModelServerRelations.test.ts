import { GATEWAY_API } from '@model-catalog/common';
import { draft, LOCATION } from '../__testUtils__/draft';
import { anOffering } from '../__testUtils__/offerings';
import { serverRecord } from '../__testUtils__/records';
import { AiModelServerRelations } from './AiModelServerRelations';

/** The relations of a server that is offered by two gateways. */
async function relationsOf(location: string) {
  const second = anOffering({ systemName: 'b', isShownHere: false });
  const record = serverRecord('s', [], { offerings: [anOffering(), second] });
  const forms = new Map([[record.key, ['ai-model-server'] as const]]);
  const { entities } = draft.with({ location, forms })(record);
  const [entity] = entities;
  const emitted: string[] = [];
  const processor = new AiModelServerRelations();
  if (entity) {
    await processor.postProcessEntity(entity, undefined, result => {
      if (result.type === 'relation') {
        const { source, type, target } = result.relation;
        emitted.push(`${source.name} ${type} ${target.name}`);
      }
    });
  }
  return { entity, emitted };
}

describe('the relations of an AiModelServerAPI', () => {
  it('lead to its API and to those of its gateways, and back', async () => {
    const { emitted, entity } = await relationsOf(LOCATION);
    expect(entity?.metadata.annotations?.[GATEWAY_API]).toBe(
      'api:default/granite-gateway, api:default/b-gateway',
    );
    expect(emitted).toEqual([
      's ownedBy bob',
      'bob ownerOf s',
      's providesApi s',
      's apiProvidedBy s',
      's providesApi granite-gateway',
      'granite-gateway apiProvidedBy s',
      's providesApi b-gateway',
      'b-gateway apiProvidedBy s',
    ]);
  });

  it('are those of ours alone', async () => {
    expect((await relationsOf('url:https://example.com')).emitted).toEqual([]);
  });
});
