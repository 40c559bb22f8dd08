import type { RunningHost } from '../host/startHost';
import type { Expected } from '../rig/startRig';

const ARRIVAL_SECONDS = 90;

/** Waits until a catalog has every server, its API and every model; else says what it has. */
export async function hasAll(
  { process, api }: RunningHost,
  { servers, models, apis }: Expected,
): Promise<string | undefined> {
  let found = 'nothing';
  const look = async () => {
    const entities = await api.entities();
    const count = (kind: string, type?: string) =>
      entities.filter(
        one => one.kind === kind && (!type || one.spec.type === type),
      ).length;
    const wanted = `${servers} Components, ${apis} APIs and ${models} Resources`;
    found = `${count('Component', 'model-server')} Components, ${count(
      'API',
    )} APIs and ${count('Resource', 'ai-model')} Resources`;
    return found === wanted;
  };
  try {
    await process.until('all entities', look, {
      seconds: ARRIVAL_SECONDS,
    });
    return undefined;
  } catch (error) {
    const { message } = Object(error);
    return `${message}; the catalog has ${found}`;
  }
}
