import { type Found, toResult } from './result';
import { toScaleTable } from './table';

const arrival = {
  firstMutationSeconds: 4,
  committedSeconds: 6,
  visibleSeconds: 26,
  lowerBounds: [],
};
const found: Found = {
  models: 1000,
  distinct: false,
  ours: {
    ...arrival,
    servedSeconds: 3,
    locationRequests: 4,
    hostWrites: {},
    resident: { peak: { all: 120 }, end: { all: 110 } },
    change: {
      count: 25,
      committedP50: 0.1,
      committedP95: 0.2,
      visibleP50: 1,
      visibleP95: 60,
      queueP50: 0,
      queueMost: 7,
      lowerBounds: ['visibleP95'],
    },
    quiet: {
      minutes: 2,
      providerRequestsPerMinute: 2,
      registryRequestsPerCheck: 5,
      mutationsPerMinute: 0,
      storeWritesPerMinute: 0,
      leaseWritesPerMinute: 20,
    },
  },
  bare: { ...arrival, visibleSeconds: 23, hostWrites: {} },
  existing: {
    ...arrival,
    committedSeconds: 21,
    visibleSeconds: 600,
    locationRequests: 1001,
    visibleP95: 30,
    lowerBounds: ['visibleSeconds'],
    resident: { peak: { all: 130 }, end: { all: 115 } },
  },
  three: {
    peak: { rhoaiNormalizer: 100, storageRest: 90, location: 80 },
    end: { rhoaiNormalizer: 95, storageRest: 70, location: 60 },
  },
  importMb: { all: 70 },
  failures: {},
  partSeconds: {},
  loadAverage: { before: [0, 0, 0], after: [0, 0, 0] },
};

describe('the result of a scale run', () => {
  it('has the figures of every part in its place', () => {
    expect(toResult(found)).toMatchObject({
      models: 1000,
      committedSeconds: 6,
      visibleSeconds: 26,
      change: { committedP95: 0.2, visibleP50: 1, visibleP95: 60 },
      quiet: {
        providerRequestsPerMinute: 2,
        registryRequestsPerCheck: 5,
        mutationsPerMinute: 0,
        storeWritesPerMinute: 0,
      },
      rssMb: { all: 120, rhoaiNormalizer: 100, storageRest: 90, location: 80 },
      restRssMb: {
        ...{ all: 110, rhoaiNormalizer: 95 },
        ...{ storageRest: 70, location: 60 },
      },
      rssWithExistingMb: 130,
      comparison: {
        committedSeconds: 21,
        visibleSeconds: 600,
        locationRequests: 1001,
        visibleP95: 30,
      },
    });
  });

  it('compares what was measured in the same run', () => {
    expect(toResult(found).ratios).toEqual({
      committedSooner: 3.5,
      requestsFewer: 250.25,
      visibleToBare: 1.13,
      visibleSinceServedToBare: 1,
    });
    const { ratios } = toResult({ ...found, existing: undefined });
    expect(ratios.committedSooner).toBeUndefined();
  });

  it('names what is only known to be more, and shows it so', () => {
    const result = toResult(found);
    expect(result.lowerBounds).toEqual([
      'change.visibleP95',
      'comparison.visibleSeconds',
    ]);
    const lines = toScaleTable([result]).split('\n');
    expect(lines).toContain('| as the existing one: all visible, s | > 600 |');
    expect(lines).toContain('| change: visible p95, s | > 60 |');
    expect(lines).toContain('| our provider: all visible, s | 26 |');
  });

  it('shows what failed, and what was not asked for', () => {
    const result = toResult({
      ...found,
      bare: undefined,
      existing: undefined,
      failures: { bare: 'Backstage ended' },
    });
    const lines = toScaleTable([result]).split('\n');
    expect(lines).toContain('| bare: all visible, s | failed |');
    expect(lines).toContain('| as the existing one: all visible, s | - |');
  });
});
