import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { writeEntities } from './entitiesFile';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'granite',
    uid: '1',
    etag: '2',
    description: 'A model: small',
    annotations: {
      'backstage.io/managed-by-location': 'url:http://x',
      'rhdh.io/model-name': 'granite',
    },
  },
  spec: { type: 'ai-model', owner: 'team' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team' }],
};

describe('the file with the entities of a catalog', () => {
  it('has each as a person would have written it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'entities-'));
    try {
      const file = await writeEntities(JSON.stringify([ENTITY, ENTITY]), dir);
      const documents = parseAllDocuments(await readFile(file, 'utf8'));

      expect(documents.map(document => document.toJS())).toEqual(
        [1, 2].map(() => ({
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Resource',
          metadata: {
            name: 'granite',
            description: 'A model: small',
            annotations: { 'rhdh.io/model-name': 'granite' },
          },
          spec: { type: 'ai-model', owner: 'team' },
        })),
      );
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
