import { z } from 'zod/v4';
import type { Breakable } from '../Breakable';

const ConfigMap = z.looseObject({
  kind: z.string().default('ConfigMap'),
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
  binaryData: z.record(z.string(), z.string()).optional(),
});
type ConfigMap = z.infer<typeof ConfigMap>;

const NAMESPACE = 'rhdh';
const BASE = 'bac-import-model';

/** Which ConfigMaps of the store. */
export const ROLES = {
  shard: /^bac-import-model(-\d+)?$/,
  blob: /^bac-import-model-blob-\d+$/,
  state: /^bac-import-model-state$/,
  lease: /^bac-import-model-lease$/,
} as const;

async function configMaps({ world }: Breakable): Promise<ConfigMap[]> {
  const { items } = await world.send('objects', {
    kind: 'ConfigMap',
    namespace: NAMESPACE,
  });
  return z
    .array(ConfigMap)
    .parse(items)
    .filter(({ metadata }) => metadata.name.startsWith(BASE));
}

async function pickOne(rig: Breakable, role: RegExp, salt: number) {
  const found = (await configMaps(rig)).filter(({ metadata }) =>
    role.test(metadata.name),
  );
  return found[salt % Math.max(found.length, 1)];
}

const removeOne = (rig: Breakable, { metadata }: ConfigMap) =>
  rig.world.send('delete-object', {
    kind: 'ConfigMap',
    namespace: NAMESPACE,
    name: metadata.name,
  });

/** Somebody deletes one ConfigMap, if there is one. */
export async function deleteOne(rig: Breakable, role: RegExp, salt: number) {
  const found = await pickOne(rig, role, salt);
  if (found) {
    await removeOne(rig, found);
  }
}

export async function deleteAll(rig: Breakable) {
  for (const found of await configMaps(rig)) {
    await removeOne(rig, found);
  }
}

/** Somebody changes one ConfigMap; a change that leaves nothing to change is none. */
async function changeOne(
  rig: Breakable,
  { role, salt }: { role: RegExp; salt: number },
  change: (object: ConfigMap) => ConfigMap,
) {
  const found = await pickOne(rig, role, salt);
  if (found) {
    await rig.world.send('write-object', { object: change(found) });
  }
}

function changeValue(
  values: Record<string, string> | undefined,
  salt: number,
  change: (value: string) => string,
) {
  const keys = Object.keys(values ?? {});
  const key = keys[salt % Math.max(keys.length, 1)];
  return key === undefined
    ? values
    : { ...values, [key]: change(values?.[key] ?? '') };
}

/** Half of a value is gone. */
export const damageOne = (rig: Breakable, role: RegExp, salt: number) =>
  changeOne(rig, { role, salt }, object => ({
    ...object,
    data: changeValue(object.data, salt, half),
    binaryData: changeValue(object.binaryData, salt, halfBase64),
  }));

const half = (value: string) => value.slice(0, Math.floor(value.length / 2));

/** Of base64 only whole groups are taken, or the API would refuse it. */
const halfBase64 = (value: string) =>
  value.slice(0, Math.floor(value.length / 8) * 4);

/** A record reads differently: as valid as before, and wrong. */
export const editRecord = (rig: Breakable, salt: number) =>
  changeOne(rig, { role: ROLES.shard, salt }, object => ({
    ...object,
    binaryData: changeValue(object.binaryData, salt, value => {
      const text = Buffer.from(value, 'base64').toString('utf8');
      const outer = z.looseObject({ body: z.string() }).parse(JSON.parse(text));
      const body = Buffer.from(outer.body, 'base64')
        .toString('utf8')
        .replace(/"lifecycle":"[^"]*"/, '"lifecycle":"edited by hand"');
      const edited = { ...outer, body: Buffer.from(body).toString('base64') };
      return Buffer.from(JSON.stringify(edited)).toString('base64');
    }),
  }));

/** The lease names somebody who is not there, as renewed just now. */
export const stealLease = (rig: Breakable) =>
  changeOne(rig, { role: ROLES.lease, salt: 0 }, object => ({
    ...object,
    data: Object.fromEntries(
      Object.entries(object.data ?? {}).map(([key, value]) => [
        key,
        value.replace(/"holder":"[^"]*"/, '"holder":"nobody/all/1/none"'),
      ]),
    ),
  }));
