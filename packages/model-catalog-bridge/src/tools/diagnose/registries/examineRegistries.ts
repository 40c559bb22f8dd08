import { createAccess, createServiceCa, delay } from '@model-catalog/service';
import { z } from 'zod/v4';
import { judgeAbsence } from '../checks/endpoints';
import type { Cluster } from '../cluster';
import type { Examination } from '../context';
import { type Answering, examinePlace } from './examinePlace';
import { findPlaces } from './places';
import { examineRegistryTokens } from './tokens';
import type { Finding } from '../types';

export type RegistriesResult = {
  findings: Finding[];
  answering: readonly Answering[];
};

const Clusters = z.object({
  items: z.array(
    z.object({
      spec: z.object({
        components: z.object({
          modelregistry: z.object({ managementState: z.string() }).optional(),
        }),
      }),
    }),
  ),
});

/** What the operator is told of registries; most accounts may not read it. */
async function managementStateOf({ client }: Cluster) {
  for (const version of ['v1', 'v2']) {
    const path = `/apis/datasciencecluster.opendatahub.io/${version}/datascienceclusters`;
    const found = await client.get(path, Clusters).catch(() => undefined);
    const state =
      found?.items[0]?.spec.components.modelregistry?.managementState;
    if (state !== undefined) {
      return state;
    }
  }
  return undefined;
}

/** Registries and catalogs: which there are and how they were found, their TLS, and what they answer us. */
export async function examineRegistries(
  cluster: Cluster,
  examination: Examination,
): Promise<RegistriesResult> {
  const { config, environment } = examination;
  const { client } = cluster;
  const access = createAccess({
    config,
    environment,
    kubernetes: cluster.config,
    onExchange: () => () => {},
    serviceCa: createServiceCa({ client, now: Date.now, delay }),
  });
  const { kinds, problem } = await findPlaces(cluster, config);
  const findings: Finding[] = [];
  const answering: Answering[] = [];
  for (const { kind, isLookedFor, places } of kinds) {
    for (const place of places) {
      const one = await examinePlace(place, access, examination);
      findings.push(...one.findings);
      answering.push(...(one.answering ? [one.answering] : []));
    }
    if (places.length === 0) {
      findings.push(
        judgeAbsence({
          kind,
          isLookedFor,
          namespaces: config.discovery.namespaces,
          error: problem,
          managementState: await managementStateOf(cluster),
          hasRegistry: kinds.some(
            one => one.kind === 'model-registry' && one.places.length > 0,
          ),
        }),
      );
    }
  }
  const all = kinds.flatMap(({ places }) => places);
  findings.push(...(await examineRegistryTokens(all, examination)));
  return { findings, answering };
}
