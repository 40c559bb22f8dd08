import { output } from '../run.mjs';

const git = (...args) => output(['git', ...args]);

/** A remote of git as an address that people open; none if it is a path, never with a credential. */
export function sourceOf(remote) {
  const [, host, path] =
    /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+)$/.exec(remote || '') || [];
  const text = host ? `https://${host}/${path}` : remote || '';
  if (!/^https?:\/\//.test(text)) return undefined;
  const url = new URL(text);
  return `https://${url.host}${url.pathname.replace(/\.git$/, '')}`;
}

/** Where the sources are: as told, as the CI says, as git knows it. */
function findSource(told, env) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  if (told) return told;
  if (server && repository) return `${server}/${repository}`;
  return sourceOf(git('remote', 'get-url', 'origin'));
}

/** The commit; marked when the sources differ from it. */
function findRevision(paths) {
  const commit = git('rev-parse', 'HEAD');
  const changed = git('status', '--porcelain', '--', ...paths);
  return commit && changed ? `${commit}-dirty` : commit;
}

/** The time that the image tells: SOURCE_DATE_EPOCH, else that of the commit; never now. */
export function createdAt(env, commitTime) {
  const seconds = Number(env.SOURCE_DATE_EPOCH || commitTime || 0);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * Where an image comes from.
 * @param paths - what goes into the images, as git is asked whether it changed
 */
export function provenance({ source, env = process.env, paths }) {
  return {
    source: findSource(source, env),
    revision: findRevision(paths),
    created: createdAt(env, git('log', '-1', '--format=%ct')),
  };
}

/** The annotations of the OCI image specification; what is not known is not there. */
export function ociAnnotations({
  title,
  description,
  version,
  licenses,
  from,
}) {
  const all = {
    created: from.created,
    description,
    licenses,
    revision: from.revision,
    source: from.source,
    title,
    version,
  };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`org.opencontainers.image.${key}`, value]),
  );
}
