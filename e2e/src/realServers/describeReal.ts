import { whyNoKubeApiServer } from './buildKubeApiServer';

/** The first run builds the server, on a slow machine beside other work. */
export const BUILD_TIMEOUT_MS = 30 * 60_000;

/** What the suites on the real server report while they run. */
export function logLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

function describeWhereAvailable(): jest.Describe {
  const why = whyNoKubeApiServer();
  if (why === undefined) return describe;
  logLine(why);
  return describe.skip;
}

/**
 * `describe` where this machine can have the real kube-apiserver; elsewhere
 * the suite is skipped and one line says why and what to do. To be imported in
 * a test only.
 */
export const describeReal = describeWhereAvailable();
