import { loadScenarios } from './loadScenarios';
import { runScenario } from './runScenario';

// Everything that waits in the bridge waits on a clock that is fast.
jest.mock('../../../packages/model-catalog-service/src/run/shell', () => ({
  ...jest.requireActual(
    '../../../packages/model-catalog-service/src/run/shell',
  ),
  ...jest.requireActual('./clock'),
}));
jest.mock('../../../packages/model-catalog-node/src/http/delay', () =>
  jest.requireActual('./clock'),
);

jest.setTimeout(30_000);

describe('the product, by scenarios', () => {
  for (const { file, title, ...scenario } of loadScenarios()) {
    it(`${title} (${file})`, async () => {
      await expect(
        runScenario({ title, ...scenario }),
      ).resolves.toBeUndefined();
    });
  }
});
