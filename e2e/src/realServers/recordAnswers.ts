/**
 * Writes answers.json anew from the real kube-apiserver. To be run when the
 * Kubernetes release or the probes change; the difference is then to be read:
 *
 *     node -r @backstage/cli/config/nodeTransform.cjs e2e/src/realServers/recordAnswers.ts
 */
import { writeFile } from 'fs/promises';
import { ANSWERS_FILE, type Answers } from './readAnswers';
import { PROBES } from './probes';
import { openProbeClients, runProbe, seedProbes } from './runProbes';
import { withRealKubernetes } from './withRealKubernetes';

async function record(): Promise<void> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  await withRealKubernetes({ log, crds: 'own' }, async kubernetes => {
    const answers: Answers = {};
    const clients = openProbeClients(kubernetes);
    await seedProbes(clients.admin);
    for (const probe of PROBES) {
      answers[probe.name] = await runProbe(clients, probe);
    }
    for (const client of Object.values(clients)) await client.close();
    await writeFile(ANSWERS_FILE, `${JSON.stringify(answers, null, 2)}\n`);
  });
}

record().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
