// Runs containers of one pod from the unpacked root file system of their
// image: as root, in mount and network namespaces of its own, so that the
// documented ports are free and nothing outside is seen. Says what it saw as
// JSON on its standard output.
//
// node pod.mjs PLAN.json: { rootfs, uid, dir, simulator, workingDir, namespace,
//   containers: [{ name, role, command, env }], readerToken? }
//
// The account's token is in the environment, as envFrom puts it there; with a
// token for readers it is in files, as in a pod of its own.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { rootfs, uid, dir, simulator, workingDir, containers } = plan;
const { readerToken } = plan;
const GROUP = '0';
const READY_MS = 30_000;

function must(command, ...args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

/** What a container runtime puts in before it makes the root read-only. */
function mountRoot() {
  for (const name of ['proc', 'dev', 'etc']) {
    mkdirSync(join(rootfs, name), { recursive: true });
  }
  writeFileSync(join(rootfs, 'etc/hosts'), '127.0.0.1 localhost\n');
  must('ip', 'link', 'set', 'lo', 'up');
  must('mount', '--bind', rootfs, rootfs);
  must('mount', '--rbind', '/dev', join(rootfs, 'dev'));
  must('mount', '--rbind', '/proc', join(rootfs, 'proc'));
}

const sealRoot = () => must('mount', '-o', 'remount,ro,bind', rootfs);

/** What volumes of a pod hold. */
function writeFiles(folder, files) {
  mkdirSync(join(rootfs, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(rootfs, folder, name), text);
  }
}

function mountVolumes({ token, namespace, 'ca.crt': ca }) {
  const account = { token, namespace, 'ca.crt': ca };
  writeFiles('var/run/secrets/kubernetes.io/serviceaccount', account);
  writeFiles('etc/model-catalog/location', { token: readerToken });
}

/** What the kubelet tells every container of the API server. */
function serverOf(secret) {
  const { KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT } = secret;
  return { KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT };
}

async function until(what, ask) {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not so`);
    await delay(100);
  }
}

const inside = command => [
  'unshare',
  [
    ...[`--root=${rootfs}`, `--wd=${workingDir}`],
    ...[`--setgid=${GROUP}`, `--setuid=${uid}`, '--'],
    ...command,
  ],
];

/** What the Secret of the ServiceAccount puts into the environment. */
function secretOf() {
  const config = parse(readFileSync(join(dir, 'kubeconfig'), 'utf8'));
  const { cluster } = config.clusters[0];
  const { hostname, port } = new URL(cluster.server);
  const ca =
    cluster['certificate-authority-data'] ??
    readFileSync(join(dir, cluster['certificate-authority']), 'base64');
  return {
    token: config.users[0].user.token,
    'ca.crt': Buffer.from(ca, 'base64').toString(),
    namespace: plan.namespace,
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
  };
}

function start({ name, command, env }, secret) {
  const [program, args] = inside(command);
  const child = spawn(program, args, { env: { ...env, ...secret } });
  const container = { name, child, log: '' };
  const add = chunk => {
    container.log += chunk;
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  container.ended = new Promise(done => {
    child.once('exit', (code, signal) => done(code ?? signal));
  });
  return container;
}

/** Runs a command in a container that runs, as a probe does. */
async function exec(command, env) {
  const [program, args] = inside(command);
  try {
    const { stdout } = await promisify(execFile)(program, args, { env });
    return { code: 0, said: stdout.trim() };
  } catch (error) {
    return { code: error.code, said: `${error.stdout}${error.stderr}`.trim() };
  }
}

function statusOf(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const value = key => new RegExp(`^${key}:\\s+(.+)$`, 'm').exec(text)?.[1];
  return {
    uid: value('Uid')?.split('\t')[0],
    capabilities: value('CapEff'),
    rssMb: Math.round(Number.parseInt(value('VmRSS'), 10) / 1024),
    root: spawnSync('readlink', [`/proc/${pid}/root`])
      .stdout.toString()
      .trim(),
  };
}

const ask = headers => fetch('http://localhost:9090/list', { headers });

async function listed() {
  const answer = await ask(
    readerToken ? { authorization: `Bearer ${readerToken}` } : {},
  );
  const { uris } = answer.ok ? await answer.json() : {};
  return uris?.length > 0 ? uris.length : undefined;
}

async function observe() {
  const secret = secretOf();
  if (readerToken) mountVolumes(secret);
  sealRoot();
  const given = readerToken ? serverOf(secret) : secret;
  const pod = containers.map(each => start(each, given));
  try {
    const uris = await until('a list', listed);
    const stranger = (await ask({})).status;
    const seen = {};
    for (const [index, { name, role, env }] of containers.entries()) {
      const probe = ['model-catalog-bridge', 'health', role];
      seen[name] = {
        ...statusOf(pod[index].child.pid),
        alive: await exec(probe, env),
        ready: await exec([...probe, '--ready'], env),
      };
    }
    const shell = await exec(['/bin/sh', '-c', 'true'], containers[0].env);
    const write = await exec(
      ['/usr/bin/node', '-e', "require('fs').writeFileSync('x', '')"],
      containers[0].env,
    );
    // What they say while they are ended one by one is no matter of the start.
    const logs = logsOf(pod);
    for (const { child } of pod) child.kill('SIGTERM');
    for (const { name, ended } of pod) seen[name].ended = await ended;
    return {
      uris,
      stranger,
      seen,
      shell: shell.code,
      write: write.said,
      logs,
    };
  } catch (error) {
    return { error: String(error), logs: logsOf(pod) };
  } finally {
    for (const { child } of pod) child.kill('SIGKILL');
  }
}

const logsOf = pod =>
  Object.fromEntries(pod.map(({ name, log }) => [name, log]));

mountRoot();
const world = spawn(
  process.execPath,
  [simulator, 'serve', '--dir', dir, '--ready-delay', '0'],
  { stdio: 'ignore' },
);
try {
  await until('the simulator', async () =>
    (await fetch('http://127.0.0.1:18082/endpoints')).json(),
  );
  process.stdout.write(JSON.stringify(await observe()));
} finally {
  world.kill('SIGKILL');
}
