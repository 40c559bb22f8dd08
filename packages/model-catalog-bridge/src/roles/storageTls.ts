import { realFiles } from '@model-catalog/node';
import { createTrust } from '@model-catalog/service';
import type { Config } from '../config/config';

/** What storage-rest is verified against, where it is reached by https. */
export function storageTls(
  config: Pick<Config, 'caFiles'>,
  environment: Readonly<Record<string, string | undefined>>,
) {
  return createTrust({
    kubernetes: { tls: async () => ({}) },
    files: realFiles,
    caFiles: config.caFiles,
    extraCaFile: environment.NODE_EXTRA_CA_CERTS?.trim() || undefined,
    insecureSkipTlsVerify: false,
  })();
}
