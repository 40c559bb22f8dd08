import { apiServerArguments } from './apiServerArguments';

const base = { dir: '/data', port: 16443 };

describe('the arguments of the real kube-apiserver', () => {
  it('put our own flags before the dashes and its flags after them', () => {
    const args = apiServerArguments(base);
    expect(args.slice(0, 3)).toEqual([
      '--etcd-data-dir=/data/etcd',
      '--stop-with-stdin',
      '--',
    ]);
    expect(args).toContain('--secure-port=16443');
  });

  it('listen on loopback and check every right', () => {
    expect(apiServerArguments(base)).toEqual(
      expect.arrayContaining([
        '--bind-address=127.0.0.1',
        '--authorization-mode=RBAC',
        '--token-auth-file=/data/tokens.csv',
      ]),
    );
  });

  it.each([
    [true, 2],
    [false, 0],
    [undefined, 0],
  ])('with audit %s hold %i audit flags', (audit, count) => {
    const args = apiServerArguments({ ...base, audit });
    expect(args.filter(arg => arg.startsWith('--audit-'))).toHaveLength(count);
  });

  it('end with the flags given, so that those win', () => {
    const args = apiServerArguments({ ...base, flags: ['--v=2'] });
    expect(args.at(-1)).toBe('--v=2');
  });
});
