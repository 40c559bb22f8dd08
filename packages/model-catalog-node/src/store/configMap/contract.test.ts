import { configMapHarness, describeStore } from '../__testUtils__';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

/** Small, so that a few records take several ConfigMaps. */
const LIMITS = { fillBytes: 20_000, maxBytes: 40_000 };

describe('On the Kubernetes API of the simulator', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(async () => {
    await cluster.stop();
  });

  describeStore('The ConfigMap store', () =>
    configMapHarness(cluster.client, LIMITS),
  );
});
