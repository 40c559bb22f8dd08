import { readAnswers } from './readAnswers';
import { PROBES } from './probes';
import { comparable } from './runProbes';

describe('the recorded answers of kube-apiserver', () => {
  it('are one for each probe, and names are unique', () => {
    const names = PROBES.map(probe => probe.name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(readAnswers()).sort()).toEqual([...names].sort());
  });

  it('are compared without what varies from run to run', () => {
    const answer = (resourceVersion: string, message: string) => ({
      status: 200,
      contentType: 'application/json',
      body: { metadata: { resourceVersion, continue: '' }, message },
    });
    const first = answer('7', 'too old resource version: 1 (7)');
    const second = answer('9', 'too old resource version: 1 (9)');

    expect(comparable(first)).toEqual(comparable(second));
    expect(comparable(first).body).toEqual({
      metadata: { resourceVersion: '<resourceVersion>', continue: '' },
      message: 'too old resource version: <number>',
    });
    expect(comparable(answer('7', 'gone'))).not.toEqual(comparable(first));
  });
});
