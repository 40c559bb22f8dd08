import { advance, startProgress, untilNextCheck } from './progress';
import type { Progress } from './types';

const NEW = 'aimodelserverapi:default/a';
const OLD = 'component:default/a';
const found = (...refs: string[]) => new Set(refs);
const nothing = found();

/** Asks in vain at the times that it says itself, until it changes. */
function askInVain(progress: Progress) {
  let current = progress;
  for (let now = 0, asked = 0; asked < 1_000; asked += 1) {
    const step = advance(current, { found: nothing, now });
    if (step.isChanged) {
      return { ...step, now, asked };
    }
    current = step.progress;
    now += untilNextCheck(current);
  }
  return undefined;
}

describe('advance', () => {
  it('takes the classic shape for accepted', () => {
    expect(startProgress('classic').stage).toBe('accepted');
    expect(startProgress('ai-model-server').stage).toBe('probing');
  });

  it('accepts the kind when one entity of it is found, and says so once', () => {
    const first = advance(startProgress('ai-model-server'), {
      found: found(NEW),
      now: 0,
    });
    expect(first).toMatchObject({
      isChanged: true,
      progress: { stage: 'accepted' },
      news: { level: 'info' },
    });
    const second = advance(first.progress, { found: found('x:y/z'), now: 1 });
    expect(second.news).toBeUndefined();
    expect([...second.progress.stitched]).toEqual([NEW, 'x:y/z']);
  });

  it('does not take a Component that is found for a sign of the kind', () => {
    const step = advance(startProgress('ai-model-server'), {
      found: found(OLD),
      now: 0,
    });
    expect(step).toMatchObject({
      isChanged: true,
      progress: { stage: 'probing' },
    });
  });

  it('gives up after a minute, names the module, and says it once', () => {
    const refused = askInVain(startProgress('ai-model-server'));
    expect(refused).toMatchObject({
      progress: { stage: 'refused' },
      news: {
        level: 'warn',
        message: expect.stringContaining(
          '@red-hat-developer-hub/backstage-plugin-catalog-backend-module-ai-model-server',
        ),
      },
    });
    expect(refused?.now).toBeGreaterThanOrEqual(60_000);
    expect(refused?.now).toBeLessThan(80_000);
    expect(refused?.asked).toBeLessThan(12);
    const again = advance(refused?.progress ?? startProgress('classic'), {
      found: nothing,
      now: 1e9,
    });
    expect(again).toMatchObject({ isChanged: false });
    expect(again.news).toBeUndefined();
  });

  it('accepts the kind later, when the module is there', () => {
    const refused = {
      ...startProgress('ai-model-server'),
      stage: 'refused' as const,
    };
    expect(advance(refused, { found: found(NEW), now: 5 })).toMatchObject({
      isChanged: true,
      progress: { stage: 'accepted', misses: 0 },
      news: { level: 'info' },
    });
  });
});

describe('untilNextCheck', () => {
  it.each([
    ['accepted', 0, 1_000],
    ['accepted', 3, 8_000],
    ['refused', 50, 600_000],
    ['probing', 50, 15_000],
  ] as const)('%s, %i times in vain: %i ms', (stage, misses, delay) => {
    expect(untilNextCheck({ ...startProgress('classic'), stage, misses })).toBe(
      delay,
    );
  });
});
