import { textOf } from './annotations';
import type { Container, Resources } from './fields';

/** Names by which KServe knows the container that serves the model. */
const MAIN = ['kserve-container', 'main'];

/** The container that serves the model; the others help it. */
export function mainContainer(
  containers: readonly Container[] | null | undefined,
): Container | undefined {
  return (
    containers?.find(({ name }) => MAIN.includes(name ?? '')) ?? containers?.[0]
  );
}

/** What one replica asks for; as in Kubernetes, a limit alone is a request too. */
export function resourcesOf(
  resources: Resources,
): Record<string, string> | undefined {
  const entries = Object.entries({
    ...resources?.limits,
    ...resources?.requests,
  }).flatMap(([name, quantity]) => {
    const value = textOf(String(quantity));
    return value === undefined ? [] : [[name, value] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
