import type { Offering } from '@model-catalog/common';
import { z } from 'zod/v4';
import { withoutLogin } from '../urls';
import type { KindName } from '../kubernetes/collection';
import type { KindsFound } from './createKindsReader';

const GROUP = 'maas.opendatahub.io';
const VERSION = 'v1alpha1';

/** Of OpenShift AI's own Models as a Service (3.4 and later). */
export const RHOAI_KINDS: readonly [KindName, ...KindName[]] = [
  { group: GROUP, version: VERSION, plural: 'maasmodelrefs' },
  { group: GROUP, version: VERSION, plural: 'maassubscriptions' },
];

const text = z.string().nullish().catch(undefined);
const texts = z.record(z.string(), z.string()).nullish().catch(undefined);

const Metadata = z.object({
  name: z.string(),
  namespace: z.string(),
  creationTimestamp: text,
  annotations: texts,
});

const ModelRef = z
  .object({
    metadata: Metadata,
    spec: z.object({
      modelRef: z.object({ kind: z.string(), name: z.string() }),
    }),
    status: z
      .object({ phase: text, endpoint: text, resolvedModelAlias: text })
      .nullish()
      .catch(undefined),
  })
  .transform(one => ({ ...one, type: 'model' as const }));

const Limit = z.object({ limit: z.number(), window: z.string() });

const Subscription = z
  .object({
    metadata: Metadata,
    spec: z.object({
      modelRefs: z.array(
        z.object({
          name: z.string(),
          namespace: text,
          tokenRateLimits: z.array(Limit).nullish().catch(undefined),
        }),
      ),
    }),
  })
  .transform(one => ({ ...one, type: 'subscription' as const }));

type Subscription = z.output<typeof Subscription>;
type ModelRef = z.output<typeof ModelRef>;

/** One object of either kind. */
export type RhoaiObject = ModelRef | Subscription;

export const parseRhoai = (
  plural: string,
  raw: unknown,
): RhoaiObject | undefined =>
  plural === 'maasmodelrefs'
    ? ModelRef.safeParse(raw).data
    : Subscription.safeParse(raw).data;

const TITLE = 'openshift.io/display-name';
const DESCRIPTION = 'openshift.io/description';

function planOf(
  { metadata, spec }: Subscription,
  model: ModelRef['metadata'],
): Offering['plans'] {
  const own = spec.modelRefs.find(
    ({ name, namespace }) =>
      name === model.name &&
      (namespace ?? metadata.namespace) === model.namespace,
  );
  return own
    ? [
        {
          systemName: metadata.name,
          title: metadata.annotations?.[TITLE] ?? metadata.name,
          published: true,
          approvalRequired: false,
          limits: (own.tokenRateLimits ?? []).map(({ limit, window }) => ({
            metric: 'total_tokens',
            period: window,
            value: limit,
          })),
        },
      ]
    : [];
}

const stateOf = (phase: string | null | undefined): Offering['state'] => {
  switch (phase) {
    case 'Ready':
      return 'ready';
    case 'Unhealthy':
    case 'Failed':
    case 'Invalid':
      return 'failed';
    default:
      return 'pending';
  }
};

function offeringOf(
  { metadata, spec, status }: ModelRef,
  subscriptions: readonly Subscription[],
): Offering {
  const { name, namespace, annotations, creationTimestamp } = metadata;
  const { kind, name: model } = spec.modelRef;
  const state = stateOf(status?.phase);
  const endpoint = withoutLogin(status?.endpoint ?? undefined);
  const description = annotations?.[DESCRIPTION];
  const server =
    kind === 'LLMInferenceService'
      ? `${namespace}/llminferenceservice/${model}`
      : undefined;
  return {
    id: `${namespace}/${name}`,
    source: 'rhoai-maas',
    tenant: namespace,
    systemName: name,
    title: annotations?.[TITLE] ?? name,
    ...(description && { description }),
    ...(creationTimestamp && { createdAt: creationTimestamp }),
    gatewayUrls: { ...(endpoint && { production: endpoint }) },
    backends: server ? [{ server }] : [],
    auth: {
      type: 'api-key',
      location: 'header',
      header: 'Authorization',
      scheme: 'Bearer',
    },
    plans: subscriptions.flatMap(one => planOf(one, metadata)),
    operations: [],
    portal: {},
    state,
    ...(state === 'failed' && { stateReason: status?.phase ?? '' }),
    ...(status?.resolvedModelAlias && { modelName: status.resolvedModelAlias }),
  };
}

/** Offerings of MaaSModelRefs, with the subscriptions that name them as their plans. */
export function fromRhoai(objects: readonly RhoaiObject[]): KindsFound {
  const subscriptions = objects.filter(one => one.type === 'subscription');
  return {
    offerings: objects
      .filter(one => one.type === 'model')
      .map(one => offeringOf(one, subscriptions)),
  };
}
