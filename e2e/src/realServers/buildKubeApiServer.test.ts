import { defaultCacheDir, linkerFlags } from './buildKubeApiServer';

describe('building the real kube-apiserver', () => {
  it('makes the binary call itself what go.mod requires', () => {
    const flags = linkerFlags('require k8s.io/kubernetes v1.36.3\n');
    expect(flags).toContain('version.gitVersion=v1.36.3');
    expect(flags).toContain('version.gitMinor=36');
    expect(() => linkerFlags('module x\n')).toThrow('k8s.io/kubernetes');
  });

  it('keeps binaries where the user says, also when that is set empty', () => {
    expect(defaultCacheDir({ MODEL_CATALOG_CACHE: '/cache' })).toBe('/cache');
    expect(defaultCacheDir({ MODEL_CATALOG_CACHE: '' })).toMatch(
      /\.cache\/model-catalog$/,
    );
  });
});
