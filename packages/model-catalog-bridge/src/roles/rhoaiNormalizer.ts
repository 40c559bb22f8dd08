import { createRemoteStore, messageOf, packStored } from '@model-catalog/node';
import {
  connect,
  createLeading,
  createPatience,
  createRoleElection,
  now,
  tellStart,
} from '@model-catalog/service';
import { createMetrics } from '../admin/metrics';
import { removalDesk } from '../admin/removalDesk';
import type { AdminState } from '../admin/readiness';
import { writeCredential } from '../storage/writeCredential';
import { startAdmin } from './servers';
import type { RoleInput, Running } from './role';
import { storageTls } from './storageTls';

/** Reads the sources and writes what they say through storage-rest, or stands by while another does. */
export async function startRhoaiNormalizer(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  tellStart(config, logger);
  const patience = createPatience(logger, now);
  let storeError: string | undefined;
  const state = (): AdminState => {
    const leader = election.state();
    const shown = leading.state();
    return shown
      ? { ...shown, leader }
      : {
          firstRunDone: !leader.isLeader && leader.isAnswered,
          sources: [],
          removed: [],
          storeError,
          leader,
        };
  };
  const metrics = createMetrics('rhoai-normalizer', { state, now });
  const store = createRemoteStore({
    url: config.storageUrl,
    token: writeCredential({ config, environment }),
    tls: storageTls(config, environment),
    keep: packStored,
    onExchange: metrics.onExchange('storage-rest'),
  });
  const kubernetes = await connect(
    environment,
    metrics.onExchange('kubernetes'),
  );
  const leading = createLeading({
    ...{ config, environment, logger, kubernetes, store, metrics, patience },
  });
  const election = createRoleElection({
    ...{ role: 'rhoai-normalizer', store, leading, logger, patience },
    onChange: () => {},
    onAnswer: error => {
      storeError = error === undefined ? undefined : messageOf(error);
    },
  });
  const { approve } = leading;
  const desk = removalDesk({ config, environment, approve, logger });
  const admin = await startAdmin({ config, logger, state, metrics, desk });
  const done = election.run(signal).finally(async () => {
    await admin.close();
    await store.close();
    await kubernetes.client.close();
  });
  return { ports: { metrics: admin.port }, done };
}
