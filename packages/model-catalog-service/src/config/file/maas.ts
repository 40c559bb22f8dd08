import { mayCarryToken } from '@model-catalog/node';
import { z } from 'zod/v4';
import type { MaasConfig } from '../types';
import { url } from './endpoint';
import { environmentVariable, list, namespace, text } from './words';

const domain = text.regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, {
  error: 'is no domain',
});

const Threescale = z
  .strictObject({
    namespaces: list(namespace)
      .optional()
      .describe('Namespaces of the objects of its operator.'),
    adminUrl: url
      .optional()
      .describe('The admin portal of the tenant, to be asked by its API too.'),
    tokenFile: text
      .optional()
      .describe('File that holds a read-only token of the tenant.'),
    tokenEnv: environmentVariable
      .optional()
      .describe('Environment variable that holds it.'),
    caFile: text
      .optional()
      .describe('File with certificates (PEM) that are trusted for it.'),
    portalUrl: url
      .optional()
      .describe('The developer portal, where people subscribe.'),
    sameCluster: z
      .boolean()
      .optional()
      .describe('Whether the gateway of adminUrl runs in this cluster.'),
  })
  .superRefine(({ adminUrl, tokenFile, tokenEnv }, context) => {
    const flaw = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const tokens = [tokenFile, tokenEnv].filter(one => one !== undefined);
    if (tokens.length > 1) {
      flaw('tokenEnv', 'must not be given beside tokenFile');
    }
    if (adminUrl !== undefined && tokens.length === 0) {
      flaw('tokenFile', 'is missing; give a tokenFile or a tokenEnv');
    }
    if (adminUrl === undefined && tokens.length > 0) {
      flaw('adminUrl', 'is missing; the token is for it');
    }
    if (adminUrl !== undefined && !mayCarryToken(adminUrl)) {
      flaw('adminUrl', 'must be https: a token would travel in plain text');
    }
  });

/** Where models are offered as a service. */
export const Maas = z.strictObject({
  mode: z
    .enum(['auto', 'off'], { error: 'must be auto or off' })
    .optional()
    .describe(
      'auto reads what is there of 3scale, of Models as a Service of OpenShift AI and of Kuadrant; off reads nothing.',
    ),
  clusterDomain: domain
    .optional()
    .describe('Domain of Services in the cluster.'),
  suggestions: z
    .boolean()
    .optional()
    .describe(
      'Whether products are reported that are called as a model server and do not lead there.',
    ),
  threescale: Threescale.optional().describe('3scale API Management.'),
});

/** What a file says of it, with the defaults. */
export function maasOf({
  mode = 'auto',
  clusterDomain = 'cluster.local',
  suggestions = false,
  threescale = {},
}: z.output<typeof Maas> = {}): MaasConfig {
  const { adminUrl, tokenFile, tokenEnv, ...rest } = threescale;
  const { caFile, namespaces, portalUrl, sameCluster = true } = rest;
  const token =
    tokenEnv === undefined ? { file: tokenFile ?? '' } : { env: tokenEnv };
  return {
    isRead: mode === 'auto',
    clusterDomain,
    suggestions,
    threescale: {
      ...(namespaces && { namespaces }),
      ...(portalUrl && { portalUrl }),
      ...(adminUrl && {
        admin: { url: adminUrl, token, sameCluster, ...(caFile && { caFile }) },
      }),
    },
  };
}
