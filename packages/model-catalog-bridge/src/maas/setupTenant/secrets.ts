import { readFile } from 'node:fs/promises';
import {
  readTokenSecret,
  type TenantCredential,
  readSecretValue,
} from '@model-catalog/maas';
import { type KubernetesClient, messageOf } from '@model-catalog/node';
import { given, type ToolShell } from '../../tools/shell';
import type { TenantFlags } from './flags';

type Environment = ToolShell['environment'];

/** A credential, or why there is none. */
export type Found<T> = { readonly value: T } | { readonly why: string };

export async function fileText(path: string): Promise<Found<string>> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return text === '' ? { why: `${path} is empty` } : { value: text };
  } catch (error) {
    return { why: `${path} cannot be read: ${messageOf(error)}` };
  }
}

/**
 * | given | taken |
 * |---|---|
 * | --token-file, THREESCALE_TOKEN_FILE | the file |
 * | THREESCALE_TOKEN | the variable |
 * | else, with a cluster | the Secret |
 */
export async function credentialOf(
  flags: TenantFlags,
  environment: Environment,
  client: KubernetesClient | undefined,
): Promise<Found<TenantCredential>> {
  const file =
    given(flags.tokenFile) ?? given(environment.THREESCALE_TOKEN_FILE);
  if (file) {
    const read = await fileText(file);
    return 'value' in read ? { value: { token: read.value } } : read;
  }
  const token = given(environment.THREESCALE_TOKEN);
  if (token) {
    return { value: { token } };
  }
  const { namespace, tokenSecret: name } = flags;
  if (!client) {
    return { why: 'none is given, and the cluster is not looked at' };
  }
  try {
    const found = await readTokenSecret(client, { namespace, name });
    return found
      ? { value: found }
      : {
          why: `the Secret ${namespace}/${name} has no ADMIN_ACCESS_TOKEN or token`,
        };
  } catch (error) {
    return {
      why: `the Secret ${namespace}/${name} cannot be read: ${messageOf(
        error,
      )}`,
    };
  }
}

/** Of the portal's client; `undefined`: none is given. */
export async function clientSecretOf(
  flags: TenantFlags,
  client: KubernetesClient | undefined,
): Promise<Found<string> | undefined> {
  const file = given(flags.ssoSecretFile);
  if (file) {
    return fileText(file);
  }
  const place = /^(?:([^/:]+)\/)?([^/:]+):([^/:]+)$/.exec(
    flags.ssoSecret ?? '',
  );
  if (!place) {
    return undefined;
  }
  if (!client) {
    return { why: '--sso-secret needs the cluster' };
  }
  const [, namespace = flags.namespace, name = '', key = ''] = place;
  try {
    const value = await readSecretValue(client, { namespace, name, key });
    return value === undefined
      ? { why: `the Secret ${namespace}/${name} has no ${key}` }
      : { value };
  } catch (error) {
    return {
      why: `the Secret ${namespace}/${name} cannot be read: ${messageOf(
        error,
      )}`,
    };
  }
}
