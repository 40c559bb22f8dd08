import fc from 'fast-check';
import type { Ask } from './ask';
import { factsOfPaths, recognise } from './recognise';

const KINDS = ['vllm', 'openvino', 'kserve', 'tei', 'unknown'] as const;
const key = fc.constantFrom(
  ...['data', 'id', 'models', 'name', 'version', 'inputs', 'model_id'],
  ...['model_type', 'constructor', '__proto__', 'shape', 'datatype'],
);
const anything = fc.letrec<{ json: unknown }>(tie => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, 1, 'granite', true),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 5 }),
  ),
})).json;

describe('what a server is recognised by', () => {
  it('may be any JSON: it is understood or is not', async () => {
    const property = fc.asyncProperty(
      anything,
      fc.constantFrom(...KINDS),
      async (json, runtime) => {
        let questions = 0;
        const ask: Ask = async () => {
          questions += 1;
          return { kind: 'answer', status: 200, json, reason: '' };
        };
        const facts = await recognise(ask, 'http://x', { runtime, model: 'm' });
        const ofPaths = await factsOfPaths(ask, 'http://x', ['/v1/models']);
        expect(facts.servedModels?.length ?? 0).toBeLessThanOrEqual(101);
        expect(ofPaths.offers).toBeUndefined();
        expect(questions).toBeLessThanOrEqual(20);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  }, 30_000);
});
