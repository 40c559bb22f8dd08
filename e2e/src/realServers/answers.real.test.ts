import { readAnswers } from './readAnswers';
import { START_TIMEOUT_MS, describeReal, logLine } from './describeReal';
import { PROBES } from './probes';
import {
  openProbeClients,
  type ProbeClients,
  runProbe,
  seedProbes,
} from './runProbes';
import {
  temporaryKubernetes,
  type TemporaryKubernetes,
} from './withRealKubernetes';

describeReal()('kube-apiserver answers as recorded to', () => {
  const answers = readAnswers();
  let kubernetes: TemporaryKubernetes;
  let clients: ProbeClients;

  beforeAll(async () => {
    kubernetes = await temporaryKubernetes({ log: logLine });
    clients = openProbeClients(kubernetes);
    await seedProbes(clients.admin);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    for (const client of Object.values(clients ?? {})) await client.close();
    await kubernetes?.dispose();
  });

  it.each(PROBES.map(probe => [probe.name, probe] as const))(
    '%s',
    async (name, probe) => {
      expect(await runProbe(clients, probe)).toEqual(answers[name]);
    },
  );
});
