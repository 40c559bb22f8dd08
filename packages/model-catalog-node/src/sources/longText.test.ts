import { digestOf } from '@model-catalog/common';
import fc from 'fast-check';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from './__testUtils__/watchSource';
import { LongText, longText, LongTexts } from './longText';

describe('a long text', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (part, times) => {
          const written = part.repeat(times);
          const { text, digest } = LongText.of(written);
          expect(text).toBe(written);
          expect(digest).toBe(digestOf(written));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is one object for equal texts', () => {
    const written = 'openapi '.repeat(1000);
    expect(LongText.of(`${written}`)).toBe(LongText.of(`${written}`));
    expect(LongText.of(`${written}!`)).not.toBe(LongText.of(written));
  });

  it('takes no more room than its packed bytes', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    collect();
    const before = process.memoryUsage().arrayBuffers;
    const kept = Array.from({ length: 500 }, (_, index) =>
      LongText.of(`${index} `.repeat(1000)),
    );
    // What was collected is freed by another thread, a moment later.
    const isSmall = await eventually(() => {
      collect();
      return process.memoryUsage().arrayBuffers - before < 4_000_000;
    });
    expect([isSmall, kept.length]).toEqual([true, 500]);
  });

  it.each([[undefined], [''], [' \n']])('is none of %j', text => {
    expect(longText(text)).toBeUndefined();
  });

  it('comes back after many others were asked for', () => {
    const texts = new LongTexts();
    const written = Array.from({ length: 50 }, (_, index) =>
      `${index} `.repeat(2000),
    );
    for (const text of written) {
      texts.add(LongText.of(text));
    }
    expect(texts.size).toBe(50);
    for (const text of [...written, ...written]) {
      expect(texts.get(digestOf(text))).toBe(text);
    }
    expect(texts.get(digestOf('never seen'))).toBeUndefined();
  });
});
