/** A Go release; `full` is as printed by the tool, for example `go1.26.8`. */
export interface GoVersion {
  readonly full: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

const RELEASE = /\bgo(\d+)\.(\d+)(?:\.(\d+))?\S*/;
const GO_LINE = /^go\s+(\d+\.\d+(?:\.\d+)?)\s*$/m;

/**
 * Reads the release from the output of `go version`, or undefined when there
 * is none in it. A pre-release (`go1.27rc1`, `devel go1.27-3b01a2f`) counts as
 * the release it precedes.
 */
export function parseGoVersion(text: string): GoVersion | undefined {
  const match = RELEASE.exec(text);
  if (!match) return undefined;
  const [full, major, minor, patch] = match;
  return {
    full,
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch ?? 0),
  };
}

/** The release that the `go` line of a go.mod asks for. */
export function requiredGoVersion(goMod: string): GoVersion | undefined {
  const release = GO_LINE.exec(goMod)?.[1];
  return release === undefined ? undefined : parseGoVersion(`go${release}`);
}

/** Whether release `found` can build what asks for release `required`. */
export function isAtLeast(found: GoVersion, required: GoVersion): boolean {
  const difference =
    found.major - required.major ||
    found.minor - required.minor ||
    found.patch - required.patch;
  return difference >= 0;
}
