import { writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { within } from '../../../acceptance/system/within';
import { Program } from './Program';

const BRIDGE = resolve(
  __dirname,
  '../../../../../packages/model-catalog-bridge/dist/main.cjs',
);

/** Two plans; the first one's limit lasts, so that no minute is over while it is reached. */
const SETTINGS = `plans:
  default:
    - systemName: trial
      name: Trial
      limits: [{ period: eternity, value: 2, metric: hits }]
    - systemName: unlimited
      name: Unlimited
`;

const readySchema = z.object({ status: z.string(), role: z.string() });

/** Starts the publisher as a platform engineer does, and waits until it leads. */
export async function startPublisher({
  dir,
  kubeconfig,
}: {
  readonly dir: string;
  readonly kubeconfig: string;
}): Promise<Program> {
  const settings = join(dir, 'publisher.yaml');
  writeFileSync(settings, SETTINGS);
  const port = await freePort();
  const program = new Program(
    BRIDGE,
    [
      'maas-publisher',
      ...['--namespaces', 'genai-team,fraud-detection'],
      ...['--settings', settings],
      ...['--metrics-address', `127.0.0.1:${port}`],
    ],
    { KUBECONFIG: kubeconfig },
  );
  await within(30, async () => {
    program.mustRun();
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    const { role } = readySchema.parse(await answer.json());
    if (answer.status !== 200 || role !== 'leader') {
      throw new Error(`the publisher is ${role}, ${answer.status}`);
    }
  });
  return program;
}
