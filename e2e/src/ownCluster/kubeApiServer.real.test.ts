import { readFile } from 'fs/promises';
import { z } from 'zod/v4';
import { type KubernetesClient, withRealKubernetes } from '../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { flat, lookAt } from './lookAt';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLE = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'reader' },
  rules: [
    {
      apiGroups: ['serving.kserve.io'],
      resources: ['inferenceservices'],
      verbs: ['get', 'list', 'watch'],
    },
  ],
};
const BINDING = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'reader' },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'reader',
  },
  subjects: [
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' },
  ],
};
const SERVER = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name: 'granite', namespace: 'default' },
  spec: {
    predictor: {
      model: {
        modelFormat: { name: 'vLLM' },
        storageUri: 'oci://registry.example.com/models/granite:1',
      },
    },
  },
};

const auditSchema = z.looseObject({
  verb: z.string(),
  user: z.looseObject({ username: z.string() }),
});

async function create(client: KubernetesClient, path: string, body: object) {
  const answer = await client.send({ method: 'POST', path, body });
  expect(answer).toMatchObject({ status: 201 });
}

/** What somebody did, as the server itself wrote it down. */
async function verbsOf(username: string, log: string): Promise<Set<string>> {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
  return new Set(
    lines
      .map(line => auditSchema.parse(JSON.parse(line)))
      .filter(({ user }) => user.username === username)
      .map(({ verb }) => verb),
  );
}

describeReal()(
  'npm start -- --kubeconfig, with the real kube-apiserver',
  () => {
    it(
      'reads what a read-only user may, names what it may not, and writes nothing',
      async () => {
        const options = { log: logLine, users: ['reader'], audit: true };
        await withRealKubernetes(options, async kubernetes => {
          const { admin } = kubernetes;
          await create(admin, `${RBAC}/clusterroles`, ROLE);
          await create(admin, `${RBAC}/clusterrolebindings`, BINDING);
          const path = '/apis/serving.kserve.io/v1beta1/namespaces/default';
          await create(admin, `${path}/inferenceservices`, SERVER);

          const { kubeconfig } = kubernetes.user('reader');
          const { code, out } = await lookAt('--kubeconfig', kubeconfig);

          expect(out).toContain('1 model server (1 not-ready)');
          expect(flat(out)).toMatch(/Read: kserve /);
          expect(flat(out)).toMatch(
            /Not there, or not allowed: .*kserve-llm .*llminferenceservices/,
          );
          expect(code).toBe(0);
          const verbs = await verbsOf('reader', kubernetes.auditLog ?? '');
          expect(
            [...verbs].filter(verb => !/^(get|list|watch)$/.test(verb)),
          ).toEqual([]);
          expect(verbs).toContain('list');
        });
      },
      START_TIMEOUT_MS,
    );
  },
);
