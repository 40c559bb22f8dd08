import { Agent, type Dispatcher, request } from 'undici';

/** Where a Kubernetes API is and who asks; no token means anonymous. */
export interface KubernetesAccess {
  readonly url: string;
  readonly caPem: string;
  readonly token?: string;
}

/** One request; `body` that is no string is sent as JSON. */
export interface KubernetesRequest {
  readonly method?: Dispatcher.HttpMethod;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

/** One answer; `body` is parsed where the server says it is JSON, else text. */
export interface KubernetesAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter?: string;
  readonly body: unknown;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

async function readText(body: Dispatcher.ResponseData['body'], what: string) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      throw new Error(`${what} answered more than ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The plain HTTP client of the test suites: TLS verified with the CA given, no
 * retries, and every answer handed back as it is, errors included. It is not
 * the product's client, so a mistake there cannot hide here.
 */
export class KubernetesClient {
  private readonly agent: Agent;

  constructor(private readonly access: KubernetesAccess) {
    this.agent = new Agent({
      connect: { ca: access.caPem },
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  }

  /** The same server for another identity; close it separately. */
  as(token: string | undefined): KubernetesClient {
    return new KubernetesClient({ ...this.access, token });
  }

  /** Sends one request; rejects only when there is no answer. */
  async send(options: KubernetesRequest): Promise<KubernetesAnswer> {
    const { statusCode, headers, body } = await this.open(options);
    const what = `${options.method ?? 'GET'} ${options.path}`;
    const text = await readText(body, what);
    const contentType = one(headers['content-type']) ?? '';
    const retryAfter = one(headers['retry-after']);
    return {
      status: statusCode,
      contentType,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      body: contentType.startsWith('application/json')
        ? JSON.parse(text)
        : text,
    };
  }

  /**
   * The lines of a watch, parsed. Ends when the server ends it or the signal
   * aborts it; throws when the server refuses it.
   */
  async *watch(path: string, signal: AbortSignal): AsyncGenerator<unknown> {
    const { statusCode, body } = await this.open({ path }, signal);
    if (statusCode !== 200) {
      const text = await readText(body, `GET ${path}`);
      throw new Error(`watch ${path} answered ${statusCode}: ${text}`);
    }
    let rest = '';
    body.setEncoding('utf8');
    try {
      for await (const chunk of body) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) yield JSON.parse(line);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Ends all connections, open watches too. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async open(
    { method = 'GET', path, body, contentType, accept }: KubernetesRequest,
    signal?: AbortSignal,
  ) {
    return await request(new URL(path, this.access.url), {
      dispatcher: this.agent,
      method,
      signal,
      headers: {
        accept: 'application/json',
        ...(this.access.token
          ? { authorization: `Bearer ${this.access.token}` }
          : {}),
        ...(body === undefined
          ? {}
          : { 'content-type': contentType ?? 'application/json' }),
        ...(accept === undefined ? {} : { accept }),
      },
      body:
        body === undefined || typeof body === 'string'
          ? body
          : JSON.stringify(body),
    });
  }
}
