import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, resolve } from 'node:path';
import { Failure } from './failure.mjs';
import { fileIn, inRoot } from './paths.mjs';

// Loaded when it is needed: it is not there before the packages are installed.
const yaml = () => createRequire(inRoot('package.json'))('yaml');

/** The absolute path of a file that a person named. */
export function existingFile(path, option) {
  const absolute = resolve(path);
  if (!existsSync(absolute))
    throw new Failure(`${option}: there is no file ${path}.`);
  if (!statSync(absolute).isFile())
    throw new Failure(`${option}: ${path} is no file.`);
  return absolute;
}

/** What a kubeconfig says; its parser's own message could quote a token. */
function parse(path) {
  let content;
  try {
    content = yaml().parse(readFileSync(path, 'utf8'));
  } catch {
    content = undefined;
  }
  if (!Array.isArray(content?.contexts) || !Array.isArray(content?.clusters))
    throw new Failure(
      `--kubeconfig: ${path} is no kubeconfig: it has no lists of contexts and clusters.`,
    );
  return content;
}

const nameOf = entry => entry?.name;

/**
 * The kubeconfig and context that a person chose.
 *
 * @returns `{context, server, value}`; `value` is what KUBECONFIG is set to
 */
export function chooseContext({ path, context: wanted, dir }) {
  const file = existingFile(path, '--kubeconfig');
  const content = parse(file);
  const name = wanted ?? content['current-context'];
  const found = content.contexts.find(context => nameOf(context) === name);
  if (!found?.context) {
    const all = content.contexts.map(nameOf).join(', ') || 'none';
    throw new Failure(
      `${
        wanted
          ? `--context: ${path} has no context ${wanted}`
          : `--kubeconfig: ${path} has no current context; choose one by --context`
      } (it has ${all}).`,
    );
  }
  const cluster = content.clusters.find(
    candidate => nameOf(candidate) === found.context.cluster,
  );
  const server = cluster?.cluster?.server;
  if (!server)
    throw new Failure(
      `--kubeconfig: ${path} does not say where cluster ${found.context.cluster} is.`,
    );
  return {
    context: name,
    server,
    value: wanted ? withContext(found, { file, dir }) : file,
  };
}

/** Server, CA (base64 of PEM) and token of a kubeconfig with one of each, as the simulator writes it. */
export function clusterOf(path) {
  const { clusters, users } = parse(path);
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  return {
    server: cluster.server,
    ca: cluster['certificate-authority-data'],
    token: user.token,
  };
}

/**
 * Several files are merged, and the first one's current context counts: so a
 * file that only names a context stands before the person's, which stays as it
 * is. It holds no credential.
 */
function withContext({ context }, { file, dir }) {
  const name = 'chosen-by-npm-start';
  const before = fileIn(dir, 'context.kubeconfig');
  const text = yaml().stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [],
    users: [],
    contexts: [{ name, context }],
    'current-context': name,
  });
  writeFileSync(before, text);
  return [before, file].join(delimiter);
}
