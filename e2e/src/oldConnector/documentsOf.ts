import { ModelCatalog } from '@model-catalog/common';
import { z } from 'zod/v4';
import type { Pod } from './Pod';

const List = z.object({ uris: z.array(z.string()) });

/**
 * What a plugin of RHDH 1.8 to 1.10 reads: the list, then each document by
 * plain concatenation. Throws unless every one is there and is a document of
 * the published schema, which forbids further fields.
 */
export async function documentsOf(pod: Pod): Promise<ModelCatalog[]> {
  const list = await pod.get('/list');
  expect(list.status).toBe(200);
  const documents: ModelCatalog[] = [];
  for (const uri of List.parse(JSON.parse(list.text)).uris) {
    const { status, text } = await pod.get(uri);
    expect([uri, status]).toEqual([uri, 200]);
    const written: unknown = JSON.parse(text);
    const document = ModelCatalog.parse(written);
    expect(document).toEqual(written);
    documents.push(document);
  }
  return documents;
}
