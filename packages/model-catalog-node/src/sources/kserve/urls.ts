import { deploymentModeOf } from './deploymentMode';
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
export function isInternal(text: string, namespace: string): boolean {
  const host = new URL(text).hostname.replace(/\.$/, '');
  return (
    host.endsWith('.svc') ||
    host.endsWith('.cluster.local') ||
    host.includes(`.${namespace}.svc.`)
  );
}

/** ModelMesh writes the shortest form, `<service>.<namespace>`. */
function isShort(text: string, namespace: string): boolean {
  const [, ...rest] = new URL(text).hostname.split('.');
  return rest.join('.') === namespace;
}

/** Takes what is an http(s) URL without a password, and notes the fields whose text is not. */
export function urlReader(unusable: string[]) {
  return (field: string, text: string | null | undefined) => {
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
}

/**
 * Where a server answers, as the status says it; never rebuilt here.
 *
 * | `status.url` | `status.address.url` | external | internal |
 * |---|---|---|---|
 * | outside | given | status.url | address.url |
 * | outside | absent | status.url | an internal URL of a component, if any |
 * | in the cluster | given | - | address.url |
 * | in the cluster | absent | - | status.url |
 * | absent | given | - | address.url |
 * | `grpc:` (ModelMesh) | - | - | `components.predictor.restUrl` |
 *
 * A text that is no http(s) URL, or that holds a password, counts as absent.
 */
export function urlsOf(object: InferenceService): ServerUrls {
  const { metadata, status } = object;
  const { namespace } = metadata;
  const { predictor, transformer } = status?.components ?? {};
  const unusable: string[] = [];
  const usable = urlReader(unusable);
  const isMesh = deploymentModeOf(object) === 'modelmesh';
  // ModelMesh speaks gRPC first, which is as it should be.
  const unlessGrpc = (text: string | null | undefined) =>
    isMesh && text?.startsWith('grpc:') ? undefined : text;

  const main = usable('status.url', unlessGrpc(status?.url));
  const address = usable(
    'status.address.url',
    unlessGrpc(status?.address?.url),
  );
  const ofComponents = Object.entries({ transformer, predictor }).flatMap(
    ([name, one]) => {
      const at = `status.components.${name}`;
      return [
        usable(`${at}.address.url`, unlessGrpc(one?.address?.url)),
        usable(`${at}.restUrl`, unlessGrpc(one?.restUrl)),
        usable(`${at}.url`, unlessGrpc(one?.url)),
      ];
    },
  );
  const inside = (url: string) =>
    isInternal(url, namespace) || (isMesh && isShort(url, namespace));
  const internal = [main, ...ofComponents].find(
    url => url !== undefined && inside(url),
  );
  return {
    externalUrl: main && !inside(main) ? main : undefined,
    internalUrl: address ?? internal,
    unusable,
  };
}
