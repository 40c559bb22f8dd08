import {
  type EndpointKind,
  findNow,
  isHttpError,
  realFiles,
} from '@model-catalog/node';
import {
  type Access,
  createAccess,
  createServiceCa,
  delay,
  type Endpoint,
  permissionOf,
  routeOrigin,
} from '@model-catalog/service';
import { z } from 'zod/v4';
import {
  type EndpointFacts,
  type EndpointPlace,
  judgeAbsence,
  judgeEndpoint,
  readEndpoint,
} from './checks/endpoints';
import { judgeTls, readTls } from './checks/tls';
import { judgeToken, readToken } from './checks/tokens';
import type { Cluster } from './cluster';
import type { Examination } from './context';
import { inWords } from './failure';
import type { Finding } from './types';

/** A registry or catalog with the addresses at which it may be. */
type Place = EndpointPlace &
  Pick<Endpoint, 'token' | 'caFile'> & {
    addresses: readonly string[];
    /** Why it has none. */
    problem?: string;
  };

/** What answered, for the commands that a person runs. */
export type Answering = { kind: EndpointKind; name: string; baseUrl: string };

export type RegistriesResult = {
  findings: Finding[];
  answering: readonly Answering[];
};

const SETTING = {
  'model-registry': 'MR_ROUTE or registries',
  'model-catalog': 'CATALOG_URL or catalogs',
};

async function configuredPlace(
  kind: EndpointKind,
  endpoint: Endpoint,
  { cluster, namespaces }: { cluster: Cluster; namespaces: readonly string[] },
): Promise<Place> {
  const { name, token, caFile } = endpoint;
  const base = { kind, name, token, caFile };
  if ('url' in endpoint) {
    return { ...base, how: `by ${SETTING[kind]}`, addresses: [endpoint.url] };
  }
  const { route } = endpoint;
  const how = `by the Route ${route.namespace ?? namespaces.join(' or ')}/${
    route.name
  }`;
  try {
    const { client } = cluster;
    const origin = await routeOrigin({ client, namespaces }, route);
    return { ...base, how, addresses: [origin] };
  } catch (error) {
    return { ...base, how, addresses: [], problem: inWords(error) };
  }
}

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

async function askAll(
  place: Place,
  access: Access,
  { signal }: Examination,
): Promise<EndpointFacts[]> {
  const facts: EndpointFacts[] = [];
  for (const url of place.addresses) {
    const http = access.trusted({ ...place, url });
    try {
      const answer = await readEndpoint(http, { ...place, url }, signal);
      facts.push(answer);
      if (!('error' in answer)) {
        break;
      }
    } finally {
      await http.close();
    }
  }
  return facts;
}

const unreachable = (facts: EndpointFacts) =>
  'error' in facts &&
  isHttpError(facts.error) &&
  ['network', 'timeout', 'tls'].includes(facts.error.kind);

/** One that answers at another address than its first is read there, as the fallback does. */
async function examinePlace(
  place: Place,
  access: Access,
  examination: Examination,
): Promise<{ findings: Finding[]; answering?: Answering }> {
  const { kind, name, how, problem, caFile } = place;
  const facts = await askAll(place, access, examination);
  const answered = facts.find(one => !('error' in one));
  const told = answered ?? facts.find(one => !unreachable(one)) ?? facts[0];
  if (!told) {
    return {
      findings: [
        {
          id: `${kind}.${name}`,
          title: name,
          verdict: 'fail',
          found: `${problem ?? 'it has no address'} (${how})`,
          nextStep: `Name its URL in ${SETTING[kind]}`,
        },
      ],
    };
  }
  const tls = await readTls(
    told.url,
    access.tls(caFile),
    examination.environment,
  );
  const passed = facts
    .filter(one => one !== told)
    .map(one => ('error' in one ? inWords(one.error) : ''));
  const finding = judgeEndpoint(told);
  return {
    findings: [
      passed.length > 0
        ? {
            ...finding,
            found: `${finding.found}; not at: ${passed.join('; ')}`,
          }
        : finding,
      judgeTls(
        tls,
        { id: `${kind}.${name}.tls`, title: `TLS of ${name}` },
        examination.now,
      ),
    ],
    answering: answered && { kind, name, baseUrl: baseUrlOf(answered) },
  };
}

function baseUrlOf(facts: EndpointFacts): string {
  if ('registry' in facts) {
    return facts.registry.baseUrl;
  }
  return 'catalog' in facts ? facts.catalog.baseUrl : facts.url;
}

async function tokenFindings(
  places: readonly Place[],
  { config, environment, redactor, now }: Examination,
): Promise<Finding[]> {
  const given = config.registryToken
    ? [
        {
          id: 'tokens.registries',
          title: 'Token for registries',
          from: 'KFMR_TOKEN',
          renews: false,
          read: async () => config.registryToken,
        },
      ]
    : [];
  const own = places.flatMap(({ name, token }) =>
    token === undefined
      ? []
      : [
          {
            id: `tokens.${name}`,
            title: `Token for ${name}`,
            from: 'file' in token ? token.file : `the variable ${token.env}`,
            renews: 'file' in token,
            read: async () =>
              'file' in token
                ? realFiles.read(token.file)
                : environment[token.env],
          },
        ],
  );
  const checks = await Promise.all(
    [...given, ...own].map(place =>
      readToken({
        ...place,
        read: async () => {
          const token = await place.read();
          redactor.learn(token);
          return token;
        },
      }),
    ),
  );
  return checks.map(check => judgeToken(check, now));
}

/** Registries and catalogs: which there are and how they were found, their TLS, and what they answer us. */
export async function examineRegistries(
  cluster: Cluster,
  examination: Examination,
): Promise<RegistriesResult> {
  const { config, environment } = examination;
  const { discovery } = config;
  const { namespaces } = discovery;
  const { client } = cluster;
  const access = createAccess({
    config,
    environment,
    kubernetes: cluster.config,
    onExchange: () => () => {},
    serviceCa: createServiceCa({ client, now: Date.now, delay }),
  });
  const kinds = [
    {
      kind: 'model-registry' as const,
      given: config.registries,
      look: discovery.registries,
    },
    {
      kind: 'model-catalog' as const,
      given: config.catalogs,
      look: discovery.catalogs,
    },
  ];
  const looked = kinds.filter(({ look }) => look).map(({ kind }) => kind);
  const { found, problems } = await findNow(client, namespaces, looked);
  const result: { findings: Finding[]; answering: Answering[] } = {
    findings: [],
    answering: [],
  };
  const all: Place[] = [];
  for (const { kind, given, look } of kinds) {
    const configured = await Promise.all(
      given.map(one => configuredPlace(kind, one, { cluster, namespaces })),
    );
    const discovered = found
      .filter(endpoint => endpoint.kind === kind)
      .map(endpoint => ({
        kind,
        name: endpoint.name,
        how: `found by Service ${endpoint.namespace}/${endpoint.service}`,
        permission: permissionOf({ kind, endpoint }),
        addresses: endpoint.addresses,
      }));
    const places = [...configured, ...discovered];
    all.push(...places);
    for (const place of places) {
      const one = await examinePlace(place, access, examination);
      result.findings.push(...one.findings);
      result.answering.push(...(one.answering ? [one.answering] : []));
    }
    if (places.length === 0) {
      result.findings.push(
        judgeAbsence({
          kind,
          isLookedFor: look,
          namespaces,
          error: problems[0]?.error,
          managementState: await managementStateOf(cluster),
          hasRegistry: all.some(one => one.kind === 'model-registry'),
        }),
      );
    }
  }
  result.findings.push(...(await tokenFindings(all, examination)));
  return result;
}
