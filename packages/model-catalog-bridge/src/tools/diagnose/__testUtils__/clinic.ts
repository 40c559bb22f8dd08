import type { Simulator } from '@model-catalog/rhoai-simulator';
import { generateWorld } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import {
  createRig,
  DOCUMENTED_ROLE,
  environmentOf,
  TOKEN,
} from '../../../roles/__testUtils__/bridge';
import { runTool } from '../../__testUtils__/runTool';

const Output = z.object({
  counts: z.record(z.string(), z.number()),
  findings: z.array(
    z.object({
      id: z.string(),
      verdict: z.enum(['ok', 'warn', 'fail', 'skipped']),
      found: z.string(),
      nextStep: z.string().optional(),
    }),
  ),
});

type Environment = Record<string, string | undefined>;

/** A JWT as OpenShift makes them; nobody here verifies its signature. */
export function jwt(expiresAt: Date): string {
  const part = (value: unknown) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(expiresAt.getTime() / 1000);
  const sub = 'system:serviceaccount:rhdh:rhdh-rhoai-connector';
  return `${part({ alg: 'RS256' })}.${part({ exp, sub })}.c2lnbmF0dXJl`;
}

/** Runs `diagnose --json` and reads what it says. */
export async function diagnose(
  environment: Environment,
  ...argv: readonly string[]
) {
  const result = await runTool(['diagnose', '--json', ...argv], environment);
  const { findings } = Output.parse(JSON.parse(result.out));
  const failing = findings.filter(({ verdict }) => verdict === 'fail');
  return {
    ...result,
    findings,
    failing: failing.map(({ id }) => id),
    of: (id: string) => findings.find(one => one.id === id),
  };
}

/** A cluster with a few models, and the environment of a connector in it that has the documented rights. */
export async function startCluster(
  rig: Awaited<ReturnType<typeof createRig>>,
  options: Parameters<typeof rig.cluster>[0] = {},
): Promise<{ simulator: Simulator; environment: Environment }> {
  const simulator = await rig.cluster({
    proxied: true,
    users: [{ token: TOKEN, user: 'connector', rules: DOCUMENTED_ROLE }],
    ...options,
  });
  if (!options.withoutKinds) {
    generateWorld(simulator, { models: 3, versions: 1, cards: 1, deployed: 2 });
  }
  return {
    simulator,
    environment: {
      ...environmentOf(simulator),
      NAMESPACE: 'rhdh',
      BRIDGE_URL: 'http://127.0.0.1:1',
    },
  };
}
