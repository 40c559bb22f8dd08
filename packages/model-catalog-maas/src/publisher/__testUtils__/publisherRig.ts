import {
  freshTenant,
  startOperator,
} from '@model-catalog/threescale-simulator';
import type { OfferingState } from '../plan/types';
import { type ModelCluster, startModelCluster } from './ModelCluster';
import { keyOf, TARGET } from './offerings';
import { publisherOn, until } from './runPublisher';

/** For each test a cluster with models and 3scale; what is started in it ends with the test. */
export function usePublisherRig() {
  let cluster: ModelCluster;
  const ends: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    cluster = await startModelCluster();
    await cluster.createRuntime();
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
    await cluster.stop();
  });

  return {
    cluster: () => cluster,
    later: (end: () => Promise<void>) => ends.push(end),
    /** A publisher that works until the test ends. */
    start: (parts: Parameters<typeof publisherOn>[1] = {}) => {
      const running = publisherOn(cluster.access, parts);
      ends.push(running.run());
      return running;
    },
    /** Somebody who does what 3scale's operator does. */
    operate: () => {
      const operator = startOperator({
        access: cluster.access,
        namespace: TARGET,
        tenant: freshTenant(),
        retryMs: 20,
      });
      ends.push(() => operator.stop());
    },
    untilState: (
      { publisher }: ReturnType<typeof publisherOn>,
      name: string,
      wanted: OfferingState['state'],
    ) =>
      until(() => {
        const state = publisher.state().offerings.get(keyOf(name));
        return state?.state === wanted ? state : undefined;
      }, `${name} ${wanted}`),
  };
}
