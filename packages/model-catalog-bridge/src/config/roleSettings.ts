import { mayCarryToken } from '@model-catalog/node';
import { type Credential, isLoopback } from '@model-catalog/service';
import type { Settings } from './schema';
import type { Role } from './types';

/** Ports for probes and metrics that do not collide in one pod. */
export const METRICS_PORT: Readonly<Record<Role, number>> = {
  all: 8081,
  'rhoai-normalizer': 8081,
  'storage-rest': 8082,
  location: 8083,
};

/** A value wins over a file. */
export function credentialOf(
  value: string | undefined,
  file: string | undefined,
): Credential | undefined {
  if (value !== undefined) {
    return { value };
  }
  return file === undefined ? undefined : { file };
}

/**
 * What only some roles need.
 *
 * | role | needs |
 * |---|---|
 * | all, location | a token of readers when it listens wider than loopback |
 * | rhoai-normalizer, location | a STORAGE_URL that a credential may be sent to: https, or this machine |
 */
export function problemsOfRole(settings: Settings, role: Role): string[] {
  const problems: string[] = [];
  const { LOCATION_ADDRESS, LOCATION_TOKEN, LOCATION_TOKEN_FILE } = settings;
  if (
    (role === 'all' || role === 'location') &&
    !isLoopback(LOCATION_ADDRESS) &&
    !credentialOf(LOCATION_TOKEN, LOCATION_TOKEN_FILE)
  ) {
    problems.push(
      'LOCATION_ADDRESS: can be reached from other machines, so readers must show a token; set LOCATION_TOKEN or LOCATION_TOKEN_FILE, or listen on 127.0.0.1',
    );
  }
  if (
    (role === 'rhoai-normalizer' || role === 'location') &&
    !mayCarryToken(settings.STORAGE_URL)
  ) {
    problems.push(
      'STORAGE_URL: a credential is sent there, which needs https or an address of this machine (localhost)',
    );
  }
  return problems;
}
