import type { RootConfigService } from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';

const ALLOW = 'backend.reading.allow';

type Rule = (url: URL) => boolean;

/** An entry as Backstage's own reader of plain URLs understands it. */
function ruleOf(host: string, paths: readonly string[] | undefined): Rule {
  const fitsPath = (url: URL) =>
    !paths || paths.some(path => url.pathname.startsWith(path));
  return host.startsWith('*.')
    ? url => url.hostname.endsWith(host.slice(1)) && fitsPath(url)
    : url => url.host === host && fitsPath(url);
}

/**
 * Whether this hub reads from a URL by its own configuration: a host of an
 * integration (`integrations`, with Backstage's defaults such as github.com),
 * or one under `backend.reading.allow`.
 */
export function createHubReads(
  config: RootConfigService,
): (url: string) => boolean {
  const integrations = ScmIntegrations.fromConfig(config);
  const rules = (config.getOptionalConfigArray(ALLOW) ?? []).map(entry =>
    ruleOf(entry.getString('host'), entry.getOptionalStringArray('paths')),
  );
  return url =>
    URL.canParse(url) &&
    (integrations.byUrl(url) !== undefined ||
      rules.some(rule => rule(new URL(url))));
}
