/** Query parameters that say what was asked and hold no secret. */
const SAFE_PARAMETERS = new Set([
  'allowWatchBookmarks',
  'artifactType',
  'continue',
  'dryRun',
  'externalId',
  'fieldManager',
  'fieldSelector',
  'filterQuery',
  'labelSelector',
  'limit',
  'name',
  'nextPageToken',
  'orderBy',
  'pageSize',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'sortOrder',
  'source',
  'sourceLabel',
  'timeoutSeconds',
  'wait',
  'watch',
]);

const MAX_LENGTH = 512;

/**
 * A URL as it may stand in a log or an error: no user, no password, no
 * fragment, and no value of a query parameter that is not known to be harmless.
 */
export function redactUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) {
    return '(not a URL)';
  }
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  for (const name of new Set(parsed.searchParams.keys())) {
    if (!SAFE_PARAMETERS.has(name)) {
      parsed.searchParams.set(name, 'redacted');
    }
  }
  const text = parsed.toString();
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

/** Origin and path, for metrics. */
export function originAndPath(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed ? `${parsed.origin}${parsed.pathname}` : '(not a URL)';
}
