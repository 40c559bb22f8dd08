import type { AuthProfile, RenderSettings } from '../contract/types';
import type { Verb } from '../profiles/types';

/** One element of `Product.spec.policies`; its configuration is always there, as the operator would add it. */
export type Policy = {
  name: string;
  version: string;
  enabled: true;
  configuration: Record<string, unknown>;
  configurationRef?: { name: string; namespace: string };
};

export type PolicyInput = {
  settings: RenderSettings;
  authProfile: AuthProfile;
  verbs: readonly Verb[];
  tokens: boolean;
  /** Set where the model asks for a token. */
  modelToken?: string;
};

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The gateway compares one origin as it is, and reads several as a regular expression. */
function allowOrigin(origins: readonly string[]): string {
  const [first = '', ...rest] = origins;
  if (origins.includes('*')) {
    return '*';
  }
  return rest.length === 0 ? first : `^(${origins.map(escaped).join('|')})$`;
}

/** Keys travel in a header that scripts set themselves: no page needs the browser's credentials for that. */
function cors({ settings, verbs }: PolicyInput): Policy[] {
  if (settings.corsOrigins.length === 0) {
    return [];
  }
  return [
    {
      name: 'cors',
      version: 'builtin',
      enabled: true,
      configuration: {
        allow_headers: ['Authorization', 'Content-Type', 'Accept'],
        allow_methods: [...new Set(verbs)],
        allow_origin: allowOrigin(settings.corsOrigins),
        allow_credentials: false,
      },
    },
  ];
}

const removeBearer: Policy = {
  name: 'remove-bearer',
  version: '0.1',
  enabled: true,
  configuration: {},
};

const usage = (metric: string) => ({
  metric,
  increment: `{{llm_usage.${metric}}}`,
  condition: {
    combine_op: 'and',
    operations: [
      { left: '{{status}}', left_type: 'liquid', op: '==', right: '200' },
    ],
  },
});

const llmMetrics: Policy = {
  name: 'llm-metrics',
  version: '0.1',
  enabled: true,
  configuration: {
    enable_sse_support: true,
    rules: ['total_tokens', 'prompt_tokens', 'completion_tokens'].map(usage),
  },
};

const apicast: Policy = {
  name: 'apicast',
  version: 'builtin',
  enabled: true,
  configuration: {},
};

/** Behind apicast, which has read the key by then: the model must not see it. */
function headers({ settings, modelToken }: PolicyInput): Policy {
  const base = { name: 'headers', version: 'builtin', enabled: true } as const;
  return modelToken === undefined
    ? {
        ...base,
        configuration: { request: [{ op: 'delete', header: 'Authorization' }] },
      }
    : {
        ...base,
        configuration: {},
        configurationRef: {
          name: modelToken,
          namespace: settings.targetNamespace,
        },
      };
}

/**
 * What a request passes, in this order.
 *
 * | policy | when | why |
 * |---|---|---|
 * | cors | there are allowed origins | answers preflights before anyone asks for a key; never with credentials |
 * | remove-bearer | header-remove-bearer | the header's whole value is the key |
 * | llm-metrics | token metrics are asked for | reports used tokens |
 * | apicast | always | key, mapping rules, limits |
 * | headers | always | takes the key off the request, or sets the model's own token in its place |
 */
export const policiesOf = (input: PolicyInput): Policy[] => [
  ...cors(input),
  ...(input.authProfile === 'header-remove-bearer' ? [removeBearer] : []),
  ...(input.tokens ? [llmMetrics] : []),
  apicast,
  headers(input),
];
