import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod/v4';
import type { TlsSettings } from '../http';
import { assertServer, Files, KubernetesConfig } from './config';
import { sharedCall } from './sharedCall';

/** What `applyToHTTPSOptions` fills in of what we asked for. */
const Pem = z
  .union([z.string(), z.instanceof(Uint8Array)])
  .transform(pem => Buffer.from(pem).toString('utf8'))
  .nullish();
const Applied = z.object({
  headers: z.record(z.string(), z.unknown()).optional(),
  auth: z.string().nullish(),
  ca: Pem,
  cert: Pem,
  key: Pem,
  servername: z.string().nullish(),
  rejectUnauthorized: z.boolean().nullish(),
});

/** A credential plugin that has not answered by then is started anew. */
const GIVE_UP_MS = 60_000;

/** Reads files of this machine. */
export const realFiles: Files = {
  read: async path => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      const { data } = z.object({ code: z.string() }).safeParse(error);
      if (data?.code === 'ENOENT' || data?.code === 'ENOTDIR') {
        return undefined;
      }
      throw new Error(
        `Cannot read ${path} (${data?.code ?? 'unknown reason'})`,
        { cause: error },
      );
    }
  },
};

async function apply(kubeConfig: KubeConfig) {
  const options: RequestOptions = { headers: {} };
  await kubeConfig.applyToHTTPSOptions(options);
  return Applied.parse(options);
}

type Applied = z.infer<typeof Applied>;

function tlsOf(kubeConfig: KubeConfig, applied: Applied): TlsSettings {
  return {
    caPem: applied.ca ?? undefined,
    onlyTheseCas: true,
    certPem: applied.cert ?? undefined,
    keyPem: applied.key ?? undefined,
    servername:
      kubeConfig.getCurrentCluster()?.tlsServerName ??
      applied.servername ??
      undefined,
    insecureSkipTlsVerify: applied.rejectUnauthorized === false,
  };
}

function headersOf({ headers = {}, auth }: Applied) {
  const credential: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') {
      credential[name.toLowerCase()] = value;
    }
  }
  if (auth) {
    const basic = Buffer.from(auth).toString('base64');
    credential.authorization = `Basic ${basic}`;
  }
  return credential;
}

function parse(path: string, text: string): KubeConfig {
  const kubeConfig = new KubeConfig();
  try {
    kubeConfig.loadFromString(text);
  } catch {
    // The parser's own message quotes lines of the file, which may hold a token.
    throw new Error(`${path} is not a kubeconfig: it cannot be parsed as one`);
  }
  kubeConfig.makePathsAbsolute(dirname(path));
  return kubeConfig;
}

/**
 * Reads one or several kubeconfig files, merged as kubectl does; the first
 * one's current context counts. Throws when one is missing or says nothing
 * usable. Tokens, client certificates, exec plugins and OIDC work as in
 * @kubernetes/client-node; `proxy-url` is not supported.
 */
export async function readKubeconfig(
  paths: readonly string[],
  files: Files,
  origin: string,
): Promise<KubernetesConfig> {
  const merged = new KubeConfig();
  for (const path of paths) {
    const text = await files.read(path);
    if (text === undefined) {
      throw new Error(`${path} does not exist`);
    }
    merged.mergeConfig(parse(path, text), merged.contexts.length > 0);
  }
  const cluster = merged.getCurrentCluster();
  if (!cluster) {
    throw new Error(
      `${paths.join(', ')}: the current context "${
        merged.currentContext ?? ''
      }" names no cluster; set one with "kubectl config use-context"`,
    );
  }
  if (cluster.proxyUrl) {
    throw new Error(
      `${paths.join(', ')}: cluster "${
        cluster.name
      }" has a proxy-url, which is not supported`,
    );
  }
  assertServer(cluster.server);
  const context = merged.getContextObject(merged.currentContext);
  const applied = sharedCall(() => apply(merged), {
    now: Date.now,
    giveUpMs: GIVE_UP_MS,
  });
  return {
    server: cluster.server.replace(/\/+$/, ''),
    namespace: context?.namespace || undefined,
    origin,
    tls: async () => tlsOf(merged, await applied()),
    authorize: async () => headersOf(await applied()),
  };
}
