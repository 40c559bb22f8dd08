import { main } from './cli';
import { nodeVersionFlaw } from './nodeVersion';

/**
 * Connections are closed and loops ended within a second, but for a write that
 * is under way, which has ten. Whatever hangs must not hold a pod: Kubernetes
 * gives it 30 s.
 */
const GRACE_MS = 15_000;

async function run(): Promise<void> {
  const flaw = nodeVersionFlaw(process.versions.node);
  if (flaw !== undefined) {
    process.stderr.write(`${flaw}\n`);
    process.exit(2);
  }
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop.abort();
      setTimeout(() => process.exit(1), GRACE_MS).unref();
    });
  }
  const code = await main(process.argv.slice(2), {
    environment: process.env,
    signal: stop.signal,
    write: text => process.stdout.write(text),
    writeError: text => process.stderr.write(text),
  });
  // Everything of ours is closed; a lookup that still waits is not waited for.
  process.exit(code);
}

void run();
