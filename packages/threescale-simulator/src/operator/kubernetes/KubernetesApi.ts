import {
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { KubernetesAccess } from './access';
import { failureSchema } from './shapes';

/** An answer of the API server that is no success. */
export class KubernetesError extends Error {
  constructor(what: string, readonly status: number, message: string) {
    super(`${what} answered ${status}: ${message}`);
    this.name = 'KubernetesError';
  }
}

/** One request; `body` is sent as JSON. */
export interface KubernetesCall {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      throw new Error(`an answer of more than ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function messageIn(text: string): string {
  try {
    return failureSchema.parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 300);
  }
}

/** The few requests to a Kubernetes API that the stand-in needs; TLS is verified. */
export class KubernetesApi {
  readonly #access: KubernetesAccess;
  readonly #agent: HttpAgent;
  readonly #request: typeof httpRequest;

  constructor(access: KubernetesAccess) {
    this.#access = access;
    const isTls = access.url.startsWith('https:');
    this.#request = isTls ? httpsRequest : httpRequest;
    this.#agent = isTls
      ? new HttpsAgent({ keepAlive: true, ca: access.caPem })
      : new HttpAgent({ keepAlive: true });
  }

  /** The parsed answer. Throws KubernetesError for a status from 300 on. */
  async send(call: KubernetesCall): Promise<unknown> {
    const response = await this.#open(call, AbortSignal.timeout(TIMEOUT_MS));
    const parsed: unknown = JSON.parse(await textOf(response));
    return parsed;
  }

  /** The lines of a watch, until it ends or is aborted. */
  async *lines(path: string, signal: AbortSignal): AsyncGenerator<string> {
    const response = await this.#open({ path }, signal);
    response.setEncoding('utf8');
    let rest = '';
    for await (const chunk of response) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      yield* parts.filter(line => line !== '');
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #open(
    call: KubernetesCall,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { method = 'GET', path } = call;
    const response = await this.#respond(call, signal);
    const status = response.statusCode ?? 0;
    if (status >= 300) {
      const text = await textOf(response);
      throw new KubernetesError(`${method} ${path}`, status, messageIn(text));
    }
    return response;
  }

  #respond(
    { method = 'GET', path, body }: KubernetesCall,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { url, token } = this.#access;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = this.#request(`${url.replace(/\/$/, '')}${path}`, {
        method,
        agent: this.#agent,
        signal,
        headers: {
          accept: 'application/json',
          // Its first part is the field manager of what is written.
          'user-agent': 'manager/3scale-operator-stand-in',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(payload === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(payload),
              }),
        },
      });
      request.once('response', resolve);
      request.once('error', reject);
      request.end(payload);
    });
  }
}
