import { definitionMarker, digestOf } from '@model-catalog/common';
import { modelRecord } from '../../__testUtils__/records';
import { Texts } from './Texts';

const LONG = `{"openapi":"3.1.0","info":"\u00fc\n"}`;
const digest = digestOf(LONG);

const draft = (name: string) => ({
  ref: `api:default/${name}`,
  key: name,
  source: 'kserve',
  record: modelRecord(name),
  entity: {
    apiVersion: 'v1',
    kind: 'API',
    metadata: { name },
    spec: { type: 'openapi', definition: definitionMarker(digest) },
  },
});

function textsWith(shown = (text: string) => text) {
  const read = jest.fn(
    async (digests: readonly string[]) =>
      new Map(digests.map(one => [one, one === digest ? LONG : `text ${one}`])),
  );
  return { read, texts: new Texts({ read, shown }) };
}

describe('long texts', () => {
  it('are read once, also when several ask for them at the same time', async () => {
    const { texts, read } = textsWith();
    const none = () => [];
    const [a, b, c] = await Promise.all([
      texts.get(digest, () => ['other']),
      texts.get(digest, none),
      texts.get('other', none),
    ]);
    expect([a, b, c]).toEqual([LONG, LONG, 'text other']);
    expect(await texts.get('other', none)).toBe('text other');
    expect(read.mock.calls).toEqual([[[digest, 'other']]]);
  });

  it('are asked for again after a failure', async () => {
    const { texts, read } = textsWith();
    read.mockRejectedValueOnce(new Error('away'));
    const get = () => texts.get(digest, () => []);
    await expect(Promise.all([get(), get()])).rejects.toThrow('away');
    expect(await get()).toBe(LONG);
  });

  it.each<[string, (text: string) => string]>([
    ['as they are', text => text],
    ['changed', text => `${text} for this server`],
  ])('are put in %s, and the bytes are those of the whole', (_, shown) => {
    const { texts } = textsWith(shown);
    for (const name of ['a', 'longer']) {
      const { entity, bytes } = texts.fillIn(draft(name), digest, LONG);
      expect(entity.spec?.definition).toBe(shown(LONG));
      expect(bytes).toBe(Buffer.byteLength(JSON.stringify(entity)));
    }
  });
});
