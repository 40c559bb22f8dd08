import type { KubernetesClient } from '@model-catalog/node';
import { isHttpError } from '@model-catalog/node';
import { z } from 'zod/v4';
import { inWords, stepFor } from '../failure';
import type { Finding } from '../types';

const Version = z.object({ gitVersion: z.string() });

/** What is known of the API server. */
export type ApiFacts = {
  server: string;
  /** Where the connection is configured. */
  origin: string;
} & ({ version: string } | { error: unknown });

/** Asks for something that every user may read, so that a wrong token shows. */
export async function readApi(
  client: KubernetesClient,
  origin: string,
): Promise<ApiFacts> {
  const { server } = client;
  try {
    const { gitVersion } = await client.get('/version', Version);
    // Anonymous users may read the version, too: the token shows here.
    await client.get('/apis', z.unknown());
    return { server, origin, version: gitVersion };
  } catch (error) {
    return { server, origin, error };
  }
}

const TITLE = 'Kubernetes API';

const TOKEN_STEP =
  'The token is wrong or over: create the Secret of the service account anew (type kubernetes.io/service-account-token), restart the pod where it comes by envFrom, and see that the ServiceAccount still exists';

export function judgeApi(facts: ApiFacts): Finding {
  const { server, origin } = facts;
  const base = { id: 'kubernetes.api', title: TITLE };
  if ('version' in facts) {
    return {
      ...base,
      verdict: 'ok',
      found: `${server} answers, ${facts.version} (from ${origin})`,
    };
  }
  const { error } = facts;
  return {
    ...base,
    verdict: 'fail',
    found: `${inWords(error)} (from ${origin})`,
    nextStep: isHttpError(error, 401)
      ? TOKEN_STEP
      : stepFor(error) ?? 'Look at the API server and its log',
  };
}
