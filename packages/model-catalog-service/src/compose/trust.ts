import type { Files, KubernetesConfig, TlsSettings } from '@model-catalog/node';

/** Where OpenShift puts the authority that signs Services, if it is in the pod. */
const SERVICE_CA =
  '/var/run/secrets/kubernetes.io/serviceaccount/service-ca.crt';

export type TrustOptions = {
  kubernetes: Pick<KubernetesConfig, 'tls'>;
  files: Files;
  /** Bundles of certificates, given by hand. */
  caFiles: readonly string[];
  /** As `NODE_EXTRA_CA_CERTS`: one that is not there is passed over, as Node does. */
  extraCaFile?: string;
  insecureSkipTlsVerify: boolean;
  /** The authority that signs Services, where no file of the pod holds it. */
  serviceCa?: () => Promise<string | undefined>;
};

/** What one endpoint's server is verified against; asked for each connection. */
export type Trust = (caFile?: string) => () => Promise<TlsSettings>;

/**
 * Routes and Services of a cluster are mostly signed by its own authorities,
 * so these are trusted besides the system's, and so is every bundle given by
 * hand. Files are read anew for each connection; one that is away for a moment
 * counts as it was.
 */
export function createTrust(options: TrustOptions): Trust {
  const { kubernetes, files, caFiles, extraCaFile } = options;
  const { insecureSkipTlsVerify, serviceCa } = options;
  const last = new Map<string, string>();
  const read = async (path: string): Promise<string | undefined> => {
    try {
      const text = await files.read(path);
      if (text?.includes('-----BEGIN')) {
        last.set(path, text);
      }
    } catch (error) {
      if (!last.has(path)) {
        throw error;
      }
    }
    return last.get(path);
  };
  const readIfThere = (path: string) => read(path).catch(() => undefined);
  const demand = async (path: string): Promise<string> => {
    const text = await read(path);
    if (text === undefined) {
      throw new Error(
        `The CA file ${path} does not exist or holds no certificate in PEM; mount it, or take it out of CA_FILE`,
      );
    }
    return text;
  };
  return caFile => async () => {
    const { caPem } = await kubernetes.tls();
    const own = typeof caPem === 'string' ? [caPem] : caPem ?? [];
    const service = (await readIfThere(SERVICE_CA)) ?? (await serviceCa?.());
    const extra = extraCaFile && (await readIfThere(extraCaFile));
    const given = await Promise.all(
      [...caFiles, ...(caFile === undefined ? [] : [caFile])].map(demand),
    );
    return {
      caPem: [
        ...own,
        ...(service === undefined ? [] : [service]),
        ...(extra ? [extra] : []),
        ...given,
      ],
      insecureSkipTlsVerify,
    };
  };
}
