import { z } from 'zod/v4';
import type { ManifestObject } from './objects';

const referencesSchema = z.looseObject({
  roleRef: z.object({ kind: z.string(), name: z.string() }).optional(),
  subjects: z
    .array(z.looseObject({ kind: z.string(), name: z.string() }))
    .default([]),
});

/** `Kind name` of what an object names: roles, accounts, ConfigMaps, Secrets. */
function namedBy(object: ManifestObject): string[] {
  const { roleRef, subjects } = referencesSchema.parse(object);
  const account =
    object.metadata.annotations?.['kubernetes.io/service-account.name'];
  const text = JSON.stringify(object);
  const named = (key: string) =>
    [
      ...text.matchAll(new RegExp(`"${key}":(?:\\{"name":)?"([^"]+)"`, 'g')),
    ].map(match => match[1]);
  return [
    ...(roleRef ? [`${roleRef.kind} ${roleRef.name}`] : []),
    ...subjects.map(({ kind, name }) => `${kind} ${name}`),
    ...(account ? [`ServiceAccount ${account}`] : []),
    ...named('serviceAccountName').map(name => `ServiceAccount ${name}`),
    ...named('secretRef').map(name => `Secret ${name}`),
    ...named('dynamicPluginsConfigMapName').map(name => `ConfigMap ${name}`),
  ];
}

const waveOf = ({ metadata }: ManifestObject) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

/** Each object that comes before something that it names, as a sentence. */
export function outOfOrder(objects: readonly ManifestObject[]): string[] {
  const waves = new Map(
    objects.map(object => [
      `${object.kind} ${object.metadata.name}`,
      waveOf(object),
    ]),
  );
  return objects.flatMap(object =>
    namedBy(object)
      .filter(name => (waves.get(name) ?? 0) > waveOf(object))
      .map(name => `${object.kind} ${object.metadata.name} before ${name}`),
  );
}
