import { KEPT, MANAGER, OWNED } from '../../contract/labels';
import type { DesiredObject, RenderedOffering } from '../../contract/types';
import { CAPABILITIES } from '../../threescale/objects';

export const TARGET = '3scale';

export const keyOf = (name: string) => `team/inferenceservice/${name}`;

/** What is written of one server, as short as the operator takes it. */
export function offeringOf(
  name: string,
  over: Partial<RenderedOffering> & { text?: string; digest?: string } = {},
): RenderedOffering {
  const { text = 'A model', digest = 'first', ...rest } = over;
  const server = keyOf(name);
  const systemName = rest.systemName ?? `team_${name}`;
  const metadata = (annotations: Record<string, string> = {}) => ({
    name: `maas-${name}`,
    namespace: TARGET,
    labels: { [OWNED.managedBy]: MANAGER, [OWNED.name]: name },
    annotations: { [KEPT.server]: server, ...annotations },
  });
  const custom = (
    kind: DesiredObject['kind'],
    spec: Record<string, unknown>,
    annotations?: Record<string, string>,
  ): DesiredObject => ({
    apiVersion: CAPABILITIES,
    kind,
    metadata: metadata(annotations),
    spec,
  });
  return {
    server,
    systemName,
    problems: [],
    promote: { to: 'production', digest },
    objects: [
      custom('Backend', {
        name,
        systemName,
        privateBaseURL: `http://${name}-predictor.team.svc.cluster.local:8080`,
      }),
      custom('Product', {
        name,
        systemName,
        description: text,
        backendUsages: { [systemName]: { path: '/' } },
        deployment: {
          apicastHosted: {
            authentication: {
              userkey: {
                authUserKey: 'Authorization',
                credentials: 'authorization',
              },
            },
          },
        },
        policies: [{ name: 'cors', version: 'builtin', enabled: true }],
        mappingRules: [
          {
            httpMethod: 'POST',
            pattern: '/v1/chat/completions$',
            metricMethodRef: 'hits',
            increment: 1,
          },
        ],
        applicationPlans: {
          standard: { name: 'Standard Plan', published: true },
        },
      }),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: metadata(),
        stringData: { openapi: `{"info":{"description":"${text}"}}` },
      },
      custom(
        'ActiveDoc',
        {
          name,
          systemName: `maas${name}`,
          productSystemName: systemName,
          published: true,
          activeDocOpenAPIRef: {
            secretRef: { name: `maas-${name}`, namespace: TARGET },
          },
        },
        { [KEPT.definition]: text },
      ),
    ],
    ...rest,
  };
}
