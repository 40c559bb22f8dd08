import { ASKED, PUBLISH } from '../../contract/labels';
import { DEFAULT_PLANS } from '../../contract/plans';
import type {
  DesiredObject,
  PublishableServer,
  RenderedOffering,
  RenderSettings,
} from '../../contract/types';
import { renderOfferings } from '../renderOfferings';

/** A model server that asks to be published, served by vLLM. */
export const server = (
  more: Partial<PublishableServer> = {},
): PublishableServer => ({
  resource: 'inferenceservice',
  namespace: 'llm-hosting',
  name: 'granite',
  uid: 'uid-1',
  labels: { [PUBLISH]: 'true' },
  annotations: {},
  runtimeImage: 'quay.io/modh/vllm:rhoai-2.12',
  modelFormat: 'vLLM',
  servedName: 'granite',
  endpoint: {
    scheme: 'http',
    service: 'granite-predictor',
    port: 8080,
    basePath: '',
  },
  demandsToken: false,
  ...more,
});

export const settings: RenderSettings = {
  targetNamespace: '3scale',
  clusterDomain: 'svc.cluster.local',
  authProfile: 'bearer',
  plans: { default: DEFAULT_PLANS },
  corsOrigins: ['*'],
  wildcardDomain: 'apps.example.com',
  tenantName: 'maas',
};

/** The annotations that ask for something, by the short names of `ASKED`. */
export const asked = (
  wanted: Partial<Record<keyof typeof ASKED, string>>,
): { annotations: Record<string, string> } => ({
  annotations: Object.fromEntries(
    Object.entries(ASKED).flatMap(([name, key]) => {
      const value = Object.entries(wanted).find(([one]) => one === name)?.[1];
      return value === undefined ? [] : [[key, value] as const];
    }),
  ),
});

/** What one server becomes. */
export function rendered(
  more: Partial<PublishableServer> = {},
  set: Partial<RenderSettings> = {},
): RenderedOffering {
  const [offering] = renderOfferings([server(more)], { ...settings, ...set });
  if (!offering) {
    throw new Error('nothing was rendered');
  }
  return offering;
}

/** The object of one kind, of those that were rendered. */
export function objectOf(
  { objects, problems }: RenderedOffering,
  kind: DesiredObject['kind'],
): DesiredObject {
  const found = objects.find(one => one.kind === kind);
  if (!found) {
    throw new Error(`no ${kind}: ${JSON.stringify(problems)}`);
  }
  return found;
}

/** The definition in the Secret, parsed. */
export const definitionIn = (offering: RenderedOffering) =>
  JSON.parse(objectOf(offering, 'Secret').stringData?.['openapi.json'] ?? '');
