import { setFlagsFromString } from 'node:v8';
import { v8 } from './processSettings.json';

/** Threads that read files and look up names. */
const FEW_THREADS = '4';

/**
 * The system looks up names in these; one that its name server does not know
 * can hold a thread for seconds, and four are soon held. Only who reads model
 * servers asks for many names.
 */
const MANY_THREADS = '16';

const ASKS_FOR_FEW = new Set(['storage-rest', 'location']);

/**
 * Trades some processor time for resident memory, by which a sidecar is billed:
 * `processSettings.json` names each setting and why. Those of V8 are set here,
 * so that they count wherever and however the program is started (NODE_OPTIONS
 * does not take them), and before anything else is loaded, as they count for
 * what is loaded after them. Those of glibc are read before any program runs:
 * whoever starts it puts them into its environment.
 */
export function keepSmall(role: string): void {
  for (const { name, value, roles } of v8) {
    if (roles === undefined || roles.includes(role)) {
      setFlagsFromString(value === undefined ? name : `${name}=${value}`);
    }
  }
  process.env.UV_THREADPOOL_SIZE ??= ASKS_FOR_FEW.has(role)
    ? FEW_THREADS
    : MANY_THREADS;
}
