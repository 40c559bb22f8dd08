import { createMemoryBacking, createMemoryStore } from './memory';
import { describeStore } from './__testUtils__';

const MAX_BYTES = 50_000;

describeStore('The memory store', async () => {
  const backing = createMemoryBacking();
  return {
    open: () => createMemoryStore({ backing, maxBytes: MAX_BYTES }),
    writes: () => backing.writes,
    blobs: async () => [...backing.blobs.keys()],
    maxRecordBytes: MAX_BYTES,
    loseTexts: async () => backing.blobs.clear(),
  };
});
