import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import type { KubernetesAnswer } from './KubernetesClient';
import { PROBES } from './probes';
import { readAnswers } from './readAnswers';
import {
  openProbeClients,
  type ProbeClients,
  runProbe,
  seedProbes,
} from './runProbes';

/** Refused for the same reason, in words of its own. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'update with another uid',
  'delete with a stale resourceVersion as precondition',
  'update of an InferenceService without resourceVersion',
  'create of another kind than the path',
  'create from what is no JSON',
  'create from another media type',
  'patch of another media type',
  'strategic merge patch of an InferenceService',
  'json patch whose test fails',
  'list with a continue token that is none',
  'list with a resourceVersion that is none',
  'list with a selector that is none',
  'list by a field that has no selector',
]);

/** Answered otherwise than the real server does: to be mended in the simulator. */
const WRONG: ReadonlySet<string> = new Set([
  'a subresource that is not served',
  'create of a ConfigMap with binaryData that is no base64',
  'watch with a resourceVersion that is none',
  'list with a resourceVersion of the future',
  'list with a limit that is none',
  'list of ConfigMaps',
]);

const reasonSchema = z.object({
  status: z.number(),
  body: z.object({ code: z.number(), reason: z.string().optional() }),
});

function reasonOf(answer: KubernetesAnswer | undefined) {
  return reasonSchema.parse(answer);
}

describe('the simulator answers as the real kube-apiserver does', () => {
  const answers = readAnswers();
  let dir: string;
  let simulator: Simulator;
  let clients: ProbeClients;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'simulator-answers-'));
    const limited = { token: 'token-of-limited', user: 'limited', rules: [] };
    simulator = await startSimulator({
      dir,
      controller: false,
      users: [limited],
    });
    const { url, caPem, token } = simulator.kubernetes;
    const user = () => limited;
    clients = openProbeClients({ url, caPem, token, user });
    await seedProbes(clients.admin);
    // A real server's history starts late; here its start has to be forgotten.
    simulator.compact();
  });

  afterAll(async () => {
    for (const client of Object.values(clients ?? {})) await client.close();
    await simulator?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const named = PROBES.map(probe => [probe.name, probe] as const);

  it.each(named.filter(([name]) => !OWN_WORDS.has(name) && !WRONG.has(name)))(
    'word for word: %s',
    async (name, probe) => {
      expect(await runProbe(clients, probe)).toEqual(answers[name]);
    },
  );

  it.each(named.filter(([name]) => OWN_WORDS.has(name)))(
    'for the same reason: %s',
    async (name, probe) => {
      const answer = await runProbe(clients, probe);
      expect(reasonOf(answer)).toEqual(reasonOf(answers[name]));
    },
  );
});
