import { aServer } from '../../__testUtils__/builders';
import { withFound } from './gaps';

const FOUND = 'http://found.demo.svc.cluster.local';
const SAID = 'http://said.demo.svc.cluster.local';

describe('what was found of a server', () => {
  it.each([
    ['ready, and says no URL', { state: 'ready' }, FOUND],
    ['not ready, and says no URL', { state: 'not-ready' }, FOUND],
    ['stopped', { state: 'stopped' }, undefined],
    ['says one inside', { state: 'ready', internalUrl: SAID }, SAID],
    [
      'says one outside only',
      { state: 'ready', externalUrl: 'https://granite.example.com' },
      undefined,
    ],
  ] as const)('%s', (_case, said, internalUrl) => {
    const server = aServer({
      externalUrl: undefined,
      internalUrl: undefined,
      ...said,
    });

    expect(withFound(server, { internalUrl: FOUND }).internalUrl).toBe(
      internalUrl,
    );
  });

  it('never wins over what it says of tokens', () => {
    const server = aServer({ authentication: true });

    expect(withFound(server, { authentication: false }).authentication).toBe(
      true,
    );
  });
});
