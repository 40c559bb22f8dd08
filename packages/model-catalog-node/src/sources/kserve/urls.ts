import type { InferenceService } from './schema';

export type ServerUrls = {
  externalUrl?: string;
  internalUrl?: string;
  /** Fields whose text is no URL that a client could call. */
  unusable: string[];
};

function isUsable(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === ''
  );
}

/** Whether a host can be reached from inside of the cluster only; clusters may have a domain other than cluster.local. */
function isInternal(text: string, namespace: string): boolean {
  const host = new URL(text).hostname.replace(/\.$/, '');
  return (
    host.endsWith('.svc') ||
    host.endsWith('.cluster.local') ||
    host.includes(`.${namespace}.svc.`)
  );
}

/**
 * Where a server answers, as the status says it; never rebuilt from Services.
 *
 * | `status.url` | `status.address.url` | external | internal |
 * |---|---|---|---|
 * | outside | given | status.url | address.url |
 * | outside | absent | status.url | an internal URL of the predictor, if any |
 * | in the cluster | given | - | address.url |
 * | in the cluster | absent | - | status.url |
 * | absent | given | - | address.url |
 *
 * A text that is no http(s) URL, or that holds a password, counts as absent.
 */
export function urlsOf({ metadata, status }: InferenceService): ServerUrls {
  const { namespace } = metadata;
  const predictor = status?.components?.predictor;
  const unusable: string[] = [];
  const usable = (field: string, text: string | null | undefined) => {
    const url = text?.trim();
    if (!url) {
      return undefined;
    }
    if (isUsable(url)) {
      return url;
    }
    unusable.push(field);
    return undefined;
  };
  const main = usable('status.url', status?.url);
  const address = usable('status.address.url', status?.address?.url);
  const ofPredictor = [
    usable('status.components.predictor.address.url', predictor?.address?.url),
    usable('status.components.predictor.restUrl', predictor?.restUrl),
    usable('status.components.predictor.url', predictor?.url),
  ];
  const internal = [main, ...ofPredictor].find(
    url => url !== undefined && isInternal(url, namespace),
  );
  return {
    externalUrl: main && !isInternal(main, namespace) ? main : undefined,
    internalUrl: address ?? internal,
    unusable,
  };
}
