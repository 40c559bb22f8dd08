import { digestOf } from '@model-catalog/common';
import { startTestLocation } from './__testUtils__/startLocation';
import { modelNamed, viewOf } from './__testUtils__/views';

/** The connector before answered 304 from the twelfth read on, to everybody. */
const READS = 30;
const KEY = 'redhat_ai_models/granite';
const PATH = `/modelcard?key=${encodeURIComponent(KEY)}`;

function viewWith(revision: string, text: string) {
  const model = modelNamed('granite');
  const card = { key: KEY, digest: digestOf(text) };
  const record = { ...model.record, card };
  return viewOf(revision, [{ ...model, record }]);
}

describe('a model card that is read again and again', () => {
  it('is answered each time, and 304 only to who has that very text', async () => {
    const texts = ['# Before', '# After'];
    let view = viewWith('1', '# Before');
    const location = await startTestLocation({
      state: () => ({ view, sources: [] }),
      store: {
        blob: async digest => texts.find(text => digestOf(text) === digest),
      },
    });
    try {
      const readBy = async (headers: Record<string, string>) => {
        const { status, text } = await location.get(PATH, headers);
        return [status, text];
      };
      for (let read = 0; read < READS; read += 1) {
        expect(await readBy({})).toEqual([200, '# Before']);
      }
      const { etag } = (await location.get(PATH)).headers;
      const known = { 'if-none-match': String(etag) };
      expect(await readBy(known)).toEqual([304, '']);

      view = viewWith('2', '# After');
      location.content.changed();

      expect(await readBy(known)).toEqual([200, '# After']);
      expect(await readBy({})).toEqual([200, '# After']);
    } finally {
      await location.close();
    }
  });
});
