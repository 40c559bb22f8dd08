import { whyNoKubeApiServer } from './buildKubeApiServer';

/** Long enough to start a server on a slow machine beside other work. */
export const START_TIMEOUT_MS = 3 * 60_000;

/** What the suites on the real server report while they run. */
export function logLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * `describe` where this machine can have the real kube-apiserver, else
 * `describe.skip`; jestGlobalSetup.ts has said why.
 */
export function describeReal(): jest.Describe {
  return whyNoKubeApiServer() === undefined ? describe : describe.skip;
}
