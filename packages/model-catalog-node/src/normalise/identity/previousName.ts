/**
 * The names that the connector of RHDH 1.8 to 1.10 gave, so that a person who
 * upgrades finds the old entity of a new one.
 */
function sanitise(text: string): string {
  return text
    .replace(/[^a-zA-Z0-9_-]/g, '')
    .replace(/[-_.]{2,}/g, '')
    .slice(0, 63);
}

/** Its name for a version's Resource. */
export function previousModelName(model: string, version: string): string {
  const versionPart = sanitise(version.replaceAll(' ', '-')).toLowerCase();
  return `${sanitise(model)}-${versionPart}`;
}

/** Its name for the Component of a server that the registry knows. */
export function previousServerName(
  name: string,
  uidInRegistry: string | undefined,
): string {
  return sanitise(`${name}${uidInRegistry ?? ''}`);
}

/** `previous` when it tells something that `name` does not. */
export function ifDifferent(
  previous: string,
  name: string,
): string | undefined {
  return previous === '' || previous === name ? undefined : previous;
}
