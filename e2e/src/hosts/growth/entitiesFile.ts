import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod/v4';

/** What the catalog adds by itself, and makes anew. */
const OF_THE_CATALOG =
  /^backstage[.]io[/](managed-by|orphan|view-url|edit-url|source-location)/;

const Entities = z.array(
  z.object({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z
      .looseObject({
        annotations: z.record(z.string(), z.string()).default({}),
      })
      .transform(({ annotations, uid: _uid, etag: _etag, ...metadata }) => ({
        ...metadata,
        annotations: Object.fromEntries(
          Object.entries(annotations).filter(
            ([key]) => !OF_THE_CATALOG.test(key),
          ),
        ),
      })),
    spec: z.looseObject({}),
  }),
);

/** Writes the entities that a catalog answers as a file that any catalog reads as a location. */
export async function writeEntities(
  catalogText: string,
  dir: string,
): Promise<string> {
  const entities = Entities.parse(JSON.parse(catalogText));
  const file = join(dir, 'entities.yaml');
  // JSON is YAML.
  const documents = entities.map(entity => JSON.stringify(entity));
  await writeFile(file, documents.join('\n---\n'));
  return file;
}
