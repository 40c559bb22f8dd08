import type { ApiOperation } from '../profiles/types';
import { mappingRulesOf } from '../profiles/mappingRules';
import { userKeyOf } from './authentication';
import {
  API_VERSION,
  type Context,
  descriptionOf,
  providerAccount,
  titleOf,
} from './context';
import type { Unsealed } from './metadata';
import { policiesOf } from './policies';

const TOKEN_METRICS = {
  total_tokens: { friendlyName: 'Tokens', unit: 'token' },
  prompt_tokens: { friendlyName: 'Tokens of prompts', unit: 'token' },
  completion_tokens: { friendlyName: 'Tokens of answers', unit: 'token' },
};

/** What the product counts, by which plans may limit: the operator adds `hits` itself. */
export const metricsOf = (
  operations: readonly ApiOperation[],
  tokens: boolean,
): ReadonlySet<string> =>
  new Set([
    'hits',
    ...(tokens ? Object.keys(TOKEN_METRICS) : []),
    ...operations.map(({ method }) => method),
  ]);

/** Names that people read must be unique in a product; verb and path are. */
const methodsOf = (operations: readonly ApiOperation[]) =>
  Object.fromEntries(
    operations.map(({ method, verb, path, title }) => [
      method,
      {
        friendlyName: `${verb} ${path}`.slice(0, 255),
        ...(title !== `${verb} ${path}` && { description: title }),
      },
    ]),
  );

/** The Product: what callers may do, how they show their key, and the plans they subscribe to. */
export function productOf(
  context: Context,
  applicationPlans: Record<string, unknown>,
): Unsealed {
  const { server, settings, names, profile, authProfile, tokens } = context;
  const { operations } = profile;
  const description = descriptionOf(context);
  return {
    apiVersion: API_VERSION,
    kind: 'Product',
    metadata: { name: names.resource, namespace: settings.targetNamespace },
    spec: {
      name: titleOf(context),
      systemName: names.systemName,
      ...(description && { description }),
      deployment: {
        apicastHosted: { authentication: { userkey: userKeyOf(authProfile) } },
      },
      ...(tokens && { metrics: TOKEN_METRICS }),
      methods: methodsOf(operations),
      mappingRules: mappingRulesOf(operations, { tokens }),
      backendUsages: { [names.systemName]: { path: '/' } },
      applicationPlans,
      policies: policiesOf({
        settings,
        authProfile,
        tokens,
        verbs: operations.map(({ verb }) => verb),
        modelToken: server.demandsToken ? settings.modelTokenSecret : undefined,
      }),
      ...providerAccount(settings),
    },
  };
}
