import { spawnSync } from 'child_process';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { objectsOf } from '../../deploy/objects';
import { DEPLOY } from '../../deploy/paths';

const FILE = join(DEPLOY, 'maas/model-serving/base/data-connection.yaml');

const jobSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            command: z.tuple([z.string(), z.string(), z.string()]),
            envFrom: z.array(z.looseObject({})),
          }),
        ]),
      }),
    }),
  }),
});

const job = () => {
  const objects = objectsOf(readFileSync(FILE, 'utf8'));
  const found = objects.find(({ kind }) => kind === 'Job');
  return jobSchema.parse(found).spec.template.spec.containers[0];
};

/** What the claim's Secret and ConfigMap hold, in the names of the bucket library. */
const CLAIM = {
  AWS_ACCESS_KEY_ID: 'AKIA0123456789',
  AWS_SECRET_ACCESS_KEY: 'a/b+c0123456789',
  BUCKET_HOST: 'rgw.openshift-storage.svc',
  BUCKET_NAME: 'models-4f1c',
  BUCKET_PORT: '443',
  BUCKET_REGION: '',
};

describe('the Job that makes the data connection', () => {
  let bin: string;

  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'oc-'));
    // Says how it was called, then what it was given.
    writeFileSync(join(bin, 'oc'), '#!/bin/sh\necho "# $*"\ncat\n');
    chmodSync(join(bin, 'oc'), 0o755);
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  const run = (env: Record<string, string>) => {
    const [shell, ...args] = job().command;
    const { status, stdout, stderr } = spawnSync(shell, args, {
      encoding: 'utf8',
      env: { NODE_ENV: 'test', PATH: `${bin}:/usr/bin:/bin`, ...env },
    });
    return { status, stdout, stderr };
  };

  it('waits for what the claim of the bucket makes', () => {
    expect(job().envFrom).toEqual([
      { secretRef: { name: 'models' } },
      { configMapRef: { name: 'models' } },
    ]);
  });

  it.each([
    ['443', 'https://rgw.openshift-storage.svc:443'],
    ['80', 'http://rgw.openshift-storage.svc:80'],
  ])(
    'applies a Secret as the dashboard knows it, port %s',
    (port, endpoint) => {
      const { status, stdout } = run({ ...CLAIM, BUCKET_PORT: port });
      expect(status).toBe(0);
      expect(stdout).toMatch(/^# apply --server-side --force-conflicts -f -\n/);
      expect(parse(stdout)).toMatchObject({
        kind: 'Secret',
        metadata: {
          name: 'aws-connection-models',
          labels: { 'opendatahub.io/dashboard': 'true' },
          annotations: { 'opendatahub.io/connection-type': 's3' },
        },
        stringData: {
          AWS_ACCESS_KEY_ID: CLAIM.AWS_ACCESS_KEY_ID,
          AWS_SECRET_ACCESS_KEY: CLAIM.AWS_SECRET_ACCESS_KEY,
          AWS_S3_BUCKET: CLAIM.BUCKET_NAME,
          AWS_S3_ENDPOINT: endpoint,
          AWS_DEFAULT_REGION: 'us-east-1',
        },
      });
    },
  );

  it('puts no key on a command line', () => {
    const { stdout } = run(CLAIM);
    const [commandLine] = stdout.split('\n');
    expect(commandLine).not.toContain(CLAIM.AWS_SECRET_ACCESS_KEY);
  });
});
