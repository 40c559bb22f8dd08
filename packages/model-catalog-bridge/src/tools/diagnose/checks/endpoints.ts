import {
  askCatalog,
  askRegistry,
  type CatalogAnswer,
  type EndpointKind,
  type HttpClient,
  isHttpError,
  type RegistryAnswer,
} from '@model-catalog/node';
import { inWords, stepFor } from '../failure';
import type { Finding, Judged } from '../types';

/** A registry or catalog that is read. */
export type EndpointPlace = {
  kind: EndpointKind;
  name: string;
  /** How it is known: a setting, or the Service that it was found by. */
  how: string;
  /** Who must allow what, where it is behind the operators' proxy. */
  permission?: string;
};

/** What one address of it answered. */
export type EndpointFacts = EndpointPlace & { url: string } & (
    | { registry: RegistryAnswer }
    | { catalog: CatalogAnswer }
    | { error: unknown }
  );

/** Asks one address, as the source does at its start. */
export async function readEndpoint(
  http: HttpClient,
  place: EndpointPlace & { url: string },
  signal: AbortSignal,
): Promise<EndpointFacts> {
  try {
    return place.kind === 'model-registry'
      ? { ...place, registry: await askRegistry(http, place.url, signal) }
      : { ...place, catalog: await askCatalog(http, place.url, signal) };
  } catch (error) {
    return { ...place, error };
  }
}

const WORD = { 'model-registry': 'Registry', 'model-catalog': 'Catalog' };

const OLD_CATALOG =
  'Model cards need the model catalog of OpenShift AI 2.25 or later. Update, or enable it there; until then the TechDocs property of a model names its card';

const CATALOG_COMES =
  'It comes with the registry component of OpenShift AI 2.25 or later (spec.components.modelregistry.managementState: Managed in the DataScienceCluster); or name its URL in CATALOG_URL';

function failureStep(
  error: unknown,
  { kind, name, permission }: EndpointPlace,
): string {
  if (isHttpError(error, 403)) {
    return (
      permission ??
      `Bind the service account to the Role registry-user-${name} in the namespace of the registry (get on services, resourceName ${name})`
    );
  }
  if (isHttpError(error, 401)) {
    return 'The token is not accepted there: see the checks of tokens; KFMR_TOKEN gives another one';
  }
  if (isHttpError(error, 404) || isHttpError(error, 410)) {
    return kind === 'model-catalog'
      ? OLD_CATALOG
      : 'Nothing of a registry is at this address: name the one that ends before /api/model_registry';
  }
  return stepFor(error) ?? `Look at the log of ${name}`;
}

function judgeRegistry(
  { canFilter, sunset }: RegistryAnswer,
  at: string,
): Judged {
  if (sunset !== undefined) {
    return {
      verdict: 'warn',
      found: `${at}; this API ends ${sunset.slice(0, 64)}`,
      nextStep: 'Nothing now: v1 is taken as soon as it is there',
    };
  }
  return {
    verdict: 'ok',
    found: canFilter
      ? at
      : `${at}; it cannot filter (OpenShift AI before 2.24), so whole lists are read when something changed`,
  };
}

function judgeCatalog({ sources }: CatalogAnswer, at: string): Judged {
  const failing = sources.filter(({ error }) => error !== undefined);
  const enabled = sources.filter(one => one.enabled);
  const found = `${at}; ${enabled.length} of ${sources.length} sources enabled`;
  if (failing.length > 0) {
    const named = failing.map(({ id, error }) => `${id}: ${error}`);
    return {
      verdict: 'warn',
      found: `${found}; in error ${named.join(', ').slice(0, 400)}`,
      nextStep: 'Mend the source in the ConfigMap model-catalog-sources',
    };
  }
  return enabled.length > 0
    ? { verdict: 'ok', found }
    : {
        verdict: 'warn',
        found,
        nextStep:
          'Enable a source in the model catalog settings of the dashboard: model cards come from there',
      };
}

export function judgeEndpoint(facts: EndpointFacts): Finding {
  const { kind, name, how, url } = facts;
  const base = {
    id: `${kind}.${name}`,
    title: `${WORD[kind]} ${name}`,
  };
  if ('error' in facts) {
    return {
      ...base,
      verdict: 'fail',
      found: `${inWords(facts.error)} (${how})`,
      nextStep: failureStep(facts.error, facts),
    };
  }
  const judged =
    'registry' in facts
      ? judgeRegistry(facts.registry, `${url} answers (${how})`)
      : judgeCatalog(facts.catalog, `${url} answers (${how})`);
  return { ...base, ...judged };
}

/** Why there may be none of a kind. */
export type AbsenceFacts = {
  kind: EndpointKind;
  /** Whether it is looked for at all. */
  isLookedFor: boolean;
  namespaces: readonly string[];
  /** Why the namespaces could not be looked into. */
  error?: unknown;
  /** Of the DataScienceCluster, where it may be read. */
  managementState?: string;
  /** Whether a registry was found. */
  hasRegistry: boolean;
};

/**
 * None of a kind is there.
 *
 * | looked for | its namespaces | DataScienceCluster | verdict |
 * |---|---|---|---|
 * | no | | | skipped |
 * | yes | cannot be read | | fail |
 * | yes | can be read | Removed | warn: enable it |
 * | yes, a catalog | can be read | any other, a registry is there | warn: the release may be too old |
 * | yes, a catalog | can be read | any other | warn: it comes with the registry component |
 * | yes, a registry | can be read | any other | warn: create one, or name one |
 */
export function judgeAbsence(facts: AbsenceFacts): Finding {
  const { kind, isLookedFor, namespaces, error, managementState } = facts;
  const isRegistry = kind === 'model-registry';
  const base = {
    id: `${kind}.none`,
    title: isRegistry ? 'Registries' : 'Catalogs',
  };
  const [setting, what] = isRegistry
    ? ['MR_ROUTE', 'registry']
    : ['CATALOG_URL', 'catalog'];
  if (!isLookedFor) {
    return {
      ...base,
      verdict: 'skipped',
      found: `no ${what} is configured and none is looked for`,
    };
  }
  if (error !== undefined) {
    return {
      ...base,
      verdict: 'fail',
      found: inWords(error),
      nextStep: `Grant what is named here, or name the ${what} in ${setting}`,
    };
  }
  const found = `none in ${namespaces.join(', ')}`;
  if (managementState === 'Removed') {
    return {
      ...base,
      verdict: 'warn',
      found: `${found}; spec.components.modelregistry.managementState of the DataScienceCluster is Removed`,
      nextStep:
        'Set it to Managed, and create a registry in the dashboard (Settings, Model registry settings)',
    };
  }
  if (!isRegistry) {
    const nextStep = facts.hasRegistry ? OLD_CATALOG : CATALOG_COMES;
    return { ...base, verdict: 'warn', found, nextStep };
  }
  return {
    ...base,
    verdict: 'warn',
    found,
    nextStep:
      'Create one in the dashboard of OpenShift AI (Settings, Model registry settings), look into other namespaces (REGISTRIES_NAMESPACES), or name its URL in MR_ROUTE',
  };
}
