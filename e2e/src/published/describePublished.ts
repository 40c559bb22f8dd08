import { logLine } from '../realServers/describeReal';
import type { Published } from './keepInstalled';

/**
 * `describe` where what others published is installed, else `describe.skip`,
 * with a line that says why.
 */
export function describePublished({ packages, why }: Published): jest.Describe {
  if (why === undefined) return describe;
  logLine(`${packages.join(' ')}: skipped, ${why}`);
  return describe.skip;
}
