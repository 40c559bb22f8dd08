import fc from 'fast-check';
import { proxyFor } from './proxyFor';

const PROXY = 'http://proxy.corp.example:3128';

describe('proxyFor', () => {
  it.each([
    ['https://registry.example.com/api', '', true],
    ['https://registry.example.com:8443', '', true],
    ['http://registry.example.com', '', false],
    ['https://localhost:6443', '', false],
    ['https://127.0.0.1:6443', '', false],
    ['https://[::1]:6443', '', false],
    ['https://dev.rhoai-model-registries.svc:8443', '', false],
    ['https://dev.ns.svc.cluster.local', '', false],
    ['https://kubernetes', '', false],
    ['https://10.0.0.1:6443', '', true],
    ['https://10.0.0.1:6443', '10.0.0.0/8', false],
    ['https://11.0.0.1:6443', '10.0.0.0/8', true],
    ['https://[fd00::1]', 'fd00::/8', false],
    ['https://a.apps.example.com', '.apps.example.com', false],
    ['https://a.apps.example.com', 'apps.example.com', false],
    ['https://a.apps.example.com', '*.example.com', false],
    ['https://aapps.example.com', 'apps.example.com', true],
    ['https://a.example.com', 'a.example.com:8443', true],
    ['https://a.example.com:8443', 'a.example.com:8443', false],
    ['https://a.example.com', 'b.example.com *', false],
  ])('of %s with NO_PROXY "%s": %s', (target, NO_PROXY, isUsed) => {
    const env = { HTTPS_PROXY: PROXY, NO_PROXY };
    expect(proxyFor(target, env)?.host).toBe(
      isUsed ? 'proxy.corp.example:3128' : undefined,
    );
  });

  it('is none without a setting, or with one that is no http URL', () => {
    const target = 'https://a.example.com';
    expect(proxyFor(target, {})).toBeUndefined();
    expect(proxyFor(target, { https_proxy: PROXY })?.host).toBeDefined();
    for (const HTTPS_PROXY of ['', 'proxy:3128', 'socks5://p', 'nonsense']) {
      expect(proxyFor(target, { HTTPS_PROXY })).toBeUndefined();
    }
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        proxyFor(`https://${a}`, { HTTPS_PROXY: b, NO_PROXY: c });
        expect(
          proxyFor('https://127.0.0.1', { HTTPS_PROXY: PROXY, NO_PROXY: c }),
        ).toBeUndefined();
      }),
    );
  });
});
