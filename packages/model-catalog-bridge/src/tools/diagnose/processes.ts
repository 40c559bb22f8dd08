import { createHttpClient, fetchJson, isHttpError } from '@model-catalog/node';
import { METRICS_PORT } from '../../config/roleSettings';
import type { Role } from '../../config/config';
import { judgeProcess, type ProcessFacts, Readyz } from './checks/process';
import type { Examination } from './context';
import type { Finding } from './types';

const TIMEOUT_MS = 2000;

/** Of the roles that share a port, either answers there. */
const ROLES: readonly Role[] = ['rhoai-normalizer', 'storage-rest', 'location'];

/** What a 503 says is an answer, too. */
function answerOf(error: unknown): Readyz | undefined {
  try {
    return isHttpError(error, 503)
      ? Readyz.parse(JSON.parse(error.answer() ?? ''))
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The processes of this pod, by what they say of themselves on their metrics
 * addresses. One that is not reached from here is not told of: containers of
 * other pods cannot be.
 */
export async function examineProcesses({
  environment,
  signal,
}: Examination): Promise<Finding[]> {
  const given = environment.METRICS_ADDRESS?.trim().split(':').pop();
  const http = createHttpClient({ retry: { retries: 0 } });
  const facts: ProcessFacts[] = [];
  try {
    for (const role of ROLES) {
      const port = given || String(METRICS_PORT[role]);
      const address = `http://127.0.0.1:${port}/readyz`;
      const answer = await fetchJson(
        http,
        { url: address, signal, timeoutMs: TIMEOUT_MS },
        Readyz,
      ).catch(answerOf);
      if (answer && !facts.some(one => one.address === address)) {
        facts.push({ role, address, answer });
      }
    }
  } finally {
    await http.close();
  }
  return facts.map(judgeProcess);
}
