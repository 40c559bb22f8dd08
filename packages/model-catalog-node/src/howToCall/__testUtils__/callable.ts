import { spawnSync } from 'node:child_process';
import {
  EXTERNAL_ROUTE_URL,
  INTERNAL_SERVICE_URL,
  MODEL_NAME,
  type ServerRecord,
} from '@model-catalog/common';
import type { Offer } from '../../definitions/offers';
import { fromTemplates } from '../../definitions/templates/build';

export const URL_OUTSIDE = 'https://granite.apps.example.com';
export const URL_INSIDE =
  'http://granite-predictor.demo.svc.cluster.local:8080';

export function record(
  more: Partial<ServerRecord['server']> = {},
  rest: Partial<ServerRecord> = {},
): ServerRecord {
  return {
    kind: 'server',
    key: 'server/local/demo/inferenceservice/granite',
    name: 'demo-granite',
    uri: '/demo/granite/model-catalog.json',
    source: 'kserve',
    title: 'Granite 3.3',
    ownerRef: 'user:default/alice',
    state: 'ready',
    models: [],
    ...rest,
    server: {
      name: 'demo-granite',
      owner: 'alice',
      lifecycle: 'production',
      description: '',
      authentication: true,
      annotations: {
        [EXTERNAL_ROUTE_URL]: URL_OUTSIDE,
        [INTERNAL_SERVICE_URL]: URL_INSIDE,
        [MODEL_NAME]: 'granite-8b',
      },
      API: { url: URL_OUTSIDE, type: 'openapi', spec: '' },
      ...more,
    },
  };
}

export const definitionOf = (...offers: Offer[]) =>
  fromTemplates({
    title: 't',
    description: '',
    urls: [URL_OUTSIDE, URL_INSIDE],
    offers,
    subject: {
      model: 'granite-8b',
      models: [],
      inputs: [{ name: 'x', datatype: 'FP64', shape: [1, 2] }],
    },
    authentication: true,
  });

export const openai = (base: string, ...operations: string[]): Offer => ({
  protocol: 'openai',
  base,
  operations,
});

/** What curl would be called with, as the shell reads the snippet. */
export function curlArguments(page: string | undefined): string[] {
  const code = /^(`{3,})sh\n([\s\S]*?)\n\1$/m.exec(page ?? '')?.[2] ?? '';
  const stub = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n`;
  const { stdout, stderr, status } = spawnSync(
    '/bin/sh',
    ['-eu', '-c', stub + code],
    {
      env: {
        TOKEN: 'the-token',
        API_KEY: 'my-key',
        APP_ID: 'my-app',
        PATH: '',
      },
      encoding: 'utf8',
    },
  );
  if (status !== 0 || stderr !== '') {
    throw new Error(`the shell ended with ${status}: ${stderr}`);
  }
  return stdout.split('\0').slice(0, -1);
}
