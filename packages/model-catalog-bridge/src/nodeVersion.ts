const NEEDED = [20, 19] as const;

/** Why this Node cannot run the bridge; `undefined` when it can. */
export function nodeVersionFlaw(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough =
    major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  return isEnough
    ? undefined
    : `Node.js ${NEEDED.join(
        '.',
      )} or later is needed, this is ${version}; install a newer one`;
}
