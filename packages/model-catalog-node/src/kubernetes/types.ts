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

/** Of a server-side apply. */
export type ApplyOptions<T> = {
  /** Reads the answer: the object as it is then. */
  schema: z.ZodType<T>;
  /** Who owns the fields that are applied. */
  fieldManager: string;
  /** Takes fields over that others own; else they are a conflict (409). */
  force?: boolean;
  /** All is checked and nothing is stored. */
  dryRun?: boolean;
  signal?: AbortSignal;
};

export type PatchOptions<T> = Omit<ApplyOptions<T>, 'force'>;

export type RemoveOptions = {
  /** Another object of that name is left alone, with 409. */
  uid?: string;
  dryRun?: boolean;
  signal?: AbortSignal;
};

/** A client that also writes single objects; each path is that of the object. */
export type KubernetesWriter = KubernetesClient & {
  /**
   * Server-side apply: the object has what is given here, and no longer what
   * this field manager applied before and leaves out now. Made where it is not
   * there.
   */
  apply<T>(path: string, body: unknown, options: ApplyOptions<T>): Promise<T>;
  /** JSON merge patch (RFC 7386) of what is there; `null` removes a field. */
  patch<T>(path: string, change: unknown, options: PatchOptions<T>): Promise<T>;
  /** `false` where it is not there. With finalizers it stays until they are done. */
  remove(path: string, options?: RemoveOptions): Promise<boolean>;
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
