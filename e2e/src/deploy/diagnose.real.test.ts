import { readFileSync } from 'fs';
import { join } from 'path';
import { main } from '@model-catalog/bridge';
import { z } from 'zod/v4';
import {
  type KubernetesClient,
  temporaryKubernetes,
  type TemporaryKubernetes,
} from '../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { makeNamespaces } from './dryRun';
import { objectsOf } from './objects';
import { DEPLOY } from './paths';

jest.setTimeout(START_TIMEOUT_MS);

const Told = z.object({
  findings: z.array(
    z.object({
      id: z.string(),
      verdict: z.string(),
      found: z.string(),
      nextStep: z.string().optional(),
    }),
  ),
});
const Token = z.object({ status: z.object({ token: z.string() }) });

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ACCOUNT =
  '/api/v1/namespaces/ai-rhdh/serviceaccounts/rhdh-rhoai-connector';

/** Where each kind of the account's manifests is created. */
const COLLECTIONS: Readonly<Record<string, (namespace: string) => string>> = {
  ServiceAccount: namespace =>
    `/api/v1/namespaces/${namespace}/serviceaccounts`,
  ClusterRole: () => `${RBAC}/clusterroles`,
  ClusterRoleBinding: () => `${RBAC}/clusterrolebindings`,
  Role: namespace => `${RBAC}/namespaces/${namespace}/roles`,
  RoleBinding: namespace => `${RBAC}/namespaces/${namespace}/rolebindings`,
};

/** The account of deploy/account with the rights of deploy/rbac/documented; gives a token of it. */
async function createAccount(admin: KubernetesClient): Promise<string> {
  const objects = ['account/account.yaml', 'rbac/documented/rbac.yaml'].flatMap(
    path => objectsOf(readFileSync(join(DEPLOY, path), 'utf8')),
  );
  await makeNamespaces(admin, objects);
  for (const object of objects) {
    const collection = COLLECTIONS[object.kind];
    if (collection) {
      const path = collection(object.metadata.namespace ?? '');
      const { status } = await admin.send({
        method: 'POST',
        path,
        body: object,
      });
      expect([201, 409]).toContain(status);
    }
  }
  const { body } = await admin.send({
    method: 'POST',
    path: `${ACCOUNT}/token`,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3600 },
    },
  });
  return Token.parse(body).status.token;
}

async function diagnose({ url, caPem }: TemporaryKubernetes, token: string) {
  const { hostname, port } = new URL(url);
  const out: string[] = [];
  const code = await main(['diagnose', '--json'], {
    environment: {
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      NAMESPACE: 'ai-rhdh',
      token,
      'ca.crt': caPem,
      BRIDGE_URL: 'http://127.0.0.1:1',
      METRICS_ADDRESS: '127.0.0.1:1',
    },
    signal: new AbortController().signal,
    write: text => out.push(text),
    writeError: () => {},
  });
  const { findings } = Told.parse(JSON.parse(out.join('')));
  const text = JSON.stringify(findings);
  expect(text.includes(token)).toBe(false);
  return {
    code,
    failing: findings
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ id }) => id),
    of: (id: string) => findings.find(one => one.id === id),
  };
}

describeReal()('diagnose, on the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let token: string;

  beforeAll(async () => {
    kubernetes = await temporaryKubernetes({ log: logLine });
    token = await createAccount(kubernetes.admin);
  });
  afterAll(async () => {
    await kubernetes?.dispose();
  });

  it('finds nothing that fails but what is not there: no location service', async () => {
    const { failing, of } = await diagnose(kubernetes, token);
    expect(failing).toEqual(['location.service']);
    expect(of('kubernetes.api')?.found).toContain('v1.36.3');
    expect(of('kubernetes.tls')?.verdict).toBe('ok');
    expect(of('kinds.inferenceservices')?.verdict).toBe('ok');
    expect(of('rights.inferenceservices')?.verdict).toBe('ok');
    expect(of('rights.configmaps')?.verdict).toBe('ok');
    expect(of('model-registry.none')?.verdict).toBe('warn');
  });

  it('tells whose the token is, and that nothing renews it', async () => {
    const { of } = await diagnose(kubernetes, token);
    expect(of('tokens.kubernetes')).toMatchObject({
      verdict: 'warn',
      found: expect.stringMatching(
        /of system:serviceaccount:ai-rhdh:rhdh-rhoai-connector; expires at .*, in (1 hours|\d+ minutes)/,
      ),
      nextStep: expect.stringContaining('Nothing renews it'),
    });
  });

  it('says that a token is wrong', async () => {
    const wrong = `${token.slice(0, -6)}AAAAAA`;
    const { code, of } = await diagnose(kubernetes, wrong);
    expect(code).toBe(1);
    expect(of('kubernetes.api')).toMatchObject({
      verdict: 'fail',
      found: expect.stringContaining('401'),
    });
  });

  it('names the rule that is missing', async () => {
    const path = `${RBAC}/clusterroles/rhdh-rhoai-connector`;
    const { status } = await kubernetes.admin.send({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({ rules: [] }),
    });
    expect(status).toBe(200);
    const { failing, of } = await diagnose(kubernetes, token);
    expect(failing).toEqual(
      expect.arrayContaining([
        'rights.inferenceservices',
        'rights.registry-services',
      ]),
    );
    expect(of('rights.inferenceservices')?.nextStep).toContain(
      'resources ["inferenceservices"], verbs ["list", "watch"]',
    );
  });
});

describeReal()('diagnose, on a real kube-apiserver without any CRD', () => {
  let kubernetes: TemporaryKubernetes;

  beforeAll(async () => {
    kubernetes = await temporaryKubernetes({ log: logLine, crds: 'none' });
  });
  afterAll(async () => {
    await kubernetes?.dispose();
  });

  it('says what to enable', async () => {
    const token = await createAccount(kubernetes.admin);
    const { code, of } = await diagnose(kubernetes, token);
    expect(code).toBe(1);
    expect(of('kinds.inferenceservices')).toMatchObject({
      verdict: 'fail',
      nextStep: expect.stringContaining('managementState'),
    });
    expect(of('rights.inferenceservices')).toBeUndefined();
  });
});
