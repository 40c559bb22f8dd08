import { z } from 'zod/v4';
import type { ManifestObject } from '../../deploy/objects';

const clientSchema = z.looseObject({
  clientId: z.string(),
  redirectUris: z.array(z.string()),
});

const importSchema = z.object({
  spec: z.object({
    placeholders: z.record(
      z.string(),
      z.object({ secret: z.object({ name: z.string(), key: z.string() }) }),
    ),
    realm: z.looseObject({
      realm: z.string(),
      clients: z.tuple([clientSchema]),
      identityProviders: z.array(
        z.looseObject({
          alias: z.string(),
          config: z.record(z.string(), z.string()),
        }),
      ),
    }),
  }),
});

/** What a KeycloakRealmImport asks for. */
export type RealmImport = z.infer<typeof importSchema>['spec'];

/** The one in a rendered manifest. @throws Error when there is none */
export function realmImportOf(objects: readonly ManifestObject[]): RealmImport {
  const found = objects.find(({ kind }) => kind === 'KeycloakRealmImport');
  return importSchema.parse(found).spec;
}

/** The names that a realm takes from its environment. */
export function placeholdersIn(realm: unknown): string[] {
  const text = JSON.stringify(realm);
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => `${name}`);
  return [...new Set(names)].sort();
}

/** A user who logs in with a password. */
export function user(
  username: string,
  more: Readonly<Record<string, unknown>> = {},
): object {
  return {
    username,
    email: `${username}@example.com`,
    emailVerified: true,
    enabled: true,
    firstName: username,
    lastName: 'Example',
    credentials: [
      { type: 'password', value: passwordOf(username), temporary: false },
    ],
    ...more,
  };
}

export function passwordOf(username: string): string {
  return `password of ${username}`;
}
