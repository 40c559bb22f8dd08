import { z } from 'zod/v4';

/** Where and as whom we talk to a Kubernetes API. */
export type KubernetesClient = {
  /** `https://host:port`, for messages. */
  server: string;
  /** Namespace of the kubeconfig context or of the service account, if known. */
  namespace?: string;
  get<T>(path: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T>;
  create<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /**
   * PUT; a body with `metadata.resourceVersion` is refused with 409 when it is
   * stale. A string is sent as it is. Of what is there now only the metadata is
   * asked for; a server that cannot leave out the rest answers with all of it.
   */
  replace<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** Raw watch events, one parsed JSON value per line. */
  watch(path: string, options: WatchOptions): AsyncIterable<unknown>;
  close(): Promise<void>;
};

export type CallOptions = {
  signal?: AbortSignal;
  /**
   * Of a list only the metadata of each object is asked for; a server that
   * cannot leave out the rest answers with all of it.
   */
  metadataOnly?: boolean;
};

export type WatchOptions = {
  signal: AbortSignal;
  /** Silence longer than this ends the watch with an error, milliseconds. */
  idleTimeoutMs: number;
  /** As of {@link CallOptions}. */
  metadataOnly?: boolean;
  /** Called once the server has accepted the watch, before its first event. */
  onOpen?: () => void;
};
