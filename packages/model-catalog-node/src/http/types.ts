/** What one request asks for. Times are milliseconds, sizes are bytes. */
export type HttpRequest = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /**
   * Sent as it is; set the content type in `headers`. A function is asked for
   * the pieces of a body that should not be in memory as a whole, and again
   * for each further try.
   */
  body?: string | (() => AsyncIterable<string>);
  signal?: AbortSignal;
  /** For the whole exchange, retries excluded. */
  timeoutMs?: number;
  /** A longer answer is an error, never cut silently. */
  maxBytes?: number;
  /** `return`: a redirect is an answer like others, for those who walk a login step by step. Default `follow`. */
  redirects?: 'follow' | 'return';
};

/** An answer with a status below 400, its body read. */
export type HttpResponse = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Takes the credential that was sent out of a text of this answer, for messages. */
  redact?: (text: string) => string;
};

/** `timeoutMs` bounds the time until the headers are there, `idleTimeoutMs` each silence after them. */
export type LinesRequest = HttpRequest & {
  idleTimeoutMs?: number;
  /** Called once the server has accepted, before its first line. */
  onOpen?: () => void;
};

/**
 * The one door to the network. Answers of 400 and above, time-outs, refused
 * connections and answers that are too long are thrown as `HttpError`.
 */
export type HttpClient = {
  /** One exchange, retried when the failure may pass (see `retry`). */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** An answer whose lines are read while it is still coming (a watch). */
  lines(request: LinesRequest): AsyncIterable<string>;
  close(): Promise<void>;
};
