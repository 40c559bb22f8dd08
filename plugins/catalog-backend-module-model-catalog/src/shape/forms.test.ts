import { modelRecord, serverRecord } from '../__testUtils__/records';
import type { ServerInput, Shape } from '../entities/types';
import { chooseForms, chooseProbes } from './forms';
import { startProgress } from './progress';
import type { Progress } from './types';

const classic = (name: string) => `component:default/${name}`;
const modern = (name: string) => `aimodelserverapi:default/${name}`;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

const withoutUrl = (name: string): ServerInput => {
  const record = serverRecord(name);
  return { ...record, server: { ...record.server, API: undefined } };
};

function formsOf(
  progress: Partial<Progress>,
  known: readonly string[],
  records: ServerInput[] = NAMES.map(name => serverRecord(name)),
) {
  const { forms, replaced, kept, pending, issues } = chooseForms({
    records: [modelRecord('m'), ...records],
    known: new Set(known),
    progress: { ...startProgress('ai-model-server'), ...progress },
  });
  const byName = records.map(
    ({ name, key }) => [name, forms.get(key)] as const,
  );
  return {
    forms: Object.fromEntries(byName),
    replaced: [...replaced],
    kept: [...kept],
    pending,
    issues,
  };
}

const all = (...forms: Shape[]) =>
  Object.fromEntries(NAMES.map(name => [name, forms]));
const NOTHING = { replaced: [], kept: [], pending: [], issues: [] };

describe('chooseForms', () => {
  it('costs nothing where the classic shape is configured and was never left', () => {
    expect(formsOf(startProgress('classic'), NAMES.map(classic))).toEqual({
      ...NOTHING,
      forms: all('classic'),
    });
  });

  it('is settled where the new shape is all there is', () => {
    expect(formsOf({ stage: 'accepted' }, NAMES.map(modern))).toEqual({
      ...NOTHING,
      forms: all('ai-model-server'),
    });
  });

  it('first shows a few servers in the new shape, beside what stands', () => {
    expect(formsOf({}, NAMES.map(classic))).toEqual({
      ...NOTHING,
      forms: {
        ...all('classic'),
        a: ['ai-model-server', 'classic'],
        b: ['ai-model-server', 'classic'],
        c: ['ai-model-server', 'classic'],
      },
      pending: ['a', 'b', 'c'].map(modern),
    });
  });

  it('asks again for those it showed before, whatever was added since', () => {
    const known = [...NAMES.map(classic), modern('e')];
    expect(formsOf({}, known).pending).toEqual(['a', 'b', 'e'].map(modern));
  });

  it('lets new servers wait while it does not know what the host accepts', () => {
    expect(formsOf({}, []).forms).toEqual({
      ...all(),
      a: ['ai-model-server'],
      b: ['ai-model-server'],
      c: ['ai-model-server'],
    });
  });

  it('shows both once the host accepts the kind, and asks for each new one', () => {
    expect(formsOf({ stage: 'accepted' }, NAMES.map(classic))).toEqual({
      ...NOTHING,
      forms: all('ai-model-server', 'classic'),
      pending: NAMES.map(modern),
    });
  });

  it('removes the Component of exactly those that were found', () => {
    const found = {
      stage: 'accepted',
      stitched: new Set([modern('b')]),
    } as const;
    const result = formsOf(
      found,
      NAMES.flatMap(n => [classic(n), modern(n)]),
    );
    expect(result.replaced).toEqual([classic('b')]);
    expect(result.pending).not.toContain(modern('b'));
    expect(result.forms).toEqual({
      ...all('ai-model-server', 'classic'),
      b: ['ai-model-server'],
    });
  });

  it('keeps all in the classic shape where the host refuses the kind, new ones too', () => {
    const known = ['a', 'b', 'c', 'd'].map(classic);
    expect(formsOf({ stage: 'refused' }, known)).toEqual({
      ...NOTHING,
      forms: {
        ...all('classic'),
        a: ['ai-model-server', 'classic'],
        b: ['ai-model-server', 'classic'],
        c: ['ai-model-server', 'classic'],
      },
      pending: ['a', 'b', 'c'].map(modern),
    });
  });

  it('brings Components back where a host no longer knows the kind', () => {
    const refused = formsOf({ stage: 'refused' }, NAMES.map(modern));
    expect(refused.forms.d).toEqual(['classic', 'ai-model-server']);
    expect(refused.pending).toContain(classic('d'));
    const stitched = new Set([classic('d')]);
    const then = formsOf({ stage: 'refused', stitched }, [
      ...NAMES.map(modern),
      classic('d'),
    ]);
    expect(then.forms.d).toEqual(['classic']);
    expect(then.replaced).toEqual([modern('d')]);
  });

  it('switches back the same way', () => {
    const back = startProgress('classic');
    expect(formsOf(back, NAMES.map(modern))).toEqual({
      ...NOTHING,
      forms: all('classic', 'ai-model-server'),
      pending: NAMES.map(classic),
    });
    expect(
      formsOf({ ...back, stitched: new Set([classic('a')]) }, NAMES.map(modern))
        .replaced,
    ).toEqual([modern('a')]);
  });

  it('decides the same for a part of the records, given the probes of all', () => {
    const progress = startProgress('ai-model-server');
    const records = NAMES.map(name => serverRecord(name));
    const known = new Set(NAMES.map(classic));
    const input = { records, known, progress };
    const probes = chooseProbes(input);
    const whole = chooseForms(input);
    for (const record of records) {
      const part = chooseForms({ ...input, records: [record], probes });
      expect(part.forms.get(record.key)).toEqual(whole.forms.get(record.key));
    }
  });

  it.each(['probing', 'refused'] as const)(
    'while %s, tries with a server that came when there were too few',
    stage => {
      const progress = { ...startProgress('ai-model-server'), stage };
      const input = { records: [serverRecord('a')], known: new Set<string>() };
      const part = chooseForms({ ...input, progress, probes: new Set() });
      expect(part.pending).toEqual([modern('a')]);
    },
  );

  describe('of a server without a URL', () => {
    it('shows a Component, and says so', () => {
      expect(formsOf({ stage: 'accepted' }, [], [withoutUrl('x')])).toEqual({
        ...NOTHING,
        forms: { x: ['classic'] },
        issues: [
          {
            ref: 'component:default/x',
            field: 'spec.serverUrl',
            message: expect.stringContaining('has no URL'),
            level: 'info',
          },
        ],
      });
    });

    it('leaves the AiModelServerAPI that it had until the Component is found', () => {
      const progress = { stage: 'accepted' } as const;
      const lost = [withoutUrl('x')];
      expect(formsOf(progress, [modern('x')], lost)).toMatchObject({
        forms: { x: ['classic'] },
        kept: [modern('x')],
        pending: [classic('x')],
        replaced: [],
      });
      const stitched = new Set([classic('x')]);
      expect(
        formsOf({ ...progress, stitched }, [modern('x')], lost),
      ).toMatchObject({ kept: [], pending: [], replaced: [modern('x')] });
    });
  });
});
