import { sentence } from './conditions';
import { steady } from './steady';

describe('why a server is not ready', () => {
  it.each([
    [
      'back-off 10s restarting failed container=kserve-container pod=granite-predictor-7c9d8b6f54-x2x9z_demo(0f2c7f0e-6b6e-4a6e-9d0c-0123456789ab)',
      'back-off 5m0s restarting failed container=kserve-container pod=granite-predictor-7c9d8b6f54-q8w7e_demo(1a2c7f0e-6b6e-4a6e-9d0c-0123456789ff)',
    ],
    [
      '0/6 nodes are available: 2 Insufficient nvidia.com/gpu, 4 node(s) had untolerated taint {gpu: true}. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.',
      '0/7 nodes are available: 3 Insufficient nvidia.com/gpu, 4 node(s) had untolerated taint {gpu: true}. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.',
    ],
    [
      'probe failed at 2026-11-21T10:00:01Z after 1.5s',
      'probe failed at 2026-11-21T10:00:31.123456Z after 30s',
    ],
    [
      'Revision "granite-predictor-00001" failed with message: Get "https://r.example.com": attempt 1',
      'Revision "granite-predictor-00001" failed with message: Get "https://r.example.com": attempt 27',
    ],
  ])('is the same at the next try: %s', (first, next) => {
    expect(steady(first)).toBe(steady(next));
    expect(sentence({ message: first })).toBe(sentence({ message: next }));
  });

  it.each([
    'ModelLoadFailed: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 3.50 GiB',
    'No runtime found to support predictor with model type: {onnx <nil>}',
    'Model granite-3.3-8b-instruct v2 is not in s3://models/8b',
    'container kserve-container of llama-3-70b-fp8 exited with 137',
    'Port 8080 of 10.0.0.1 is taken',
  ])('keeps what says something: %s', text => {
    expect(steady(text)).toBe(text);
  });

  it('is another one, when the reason is another', () => {
    expect(steady('0/6 nodes are available: 2 Insufficient memory')).not.toBe(
      steady('0/6 nodes are available: 2 Insufficient cpu'),
    );
  });

  it('takes no longer for a text that is made to', () => {
    const started = process.cpuUsage();
    for (const part of ['1', '1.1', 'a-', '1m', '-predictor-', '0/']) {
      steady(part.repeat(2_000));
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });
});
