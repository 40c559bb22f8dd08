import { HttpError } from './errors';
import { identify } from './failures';
import type {
  HttpClient,
  HttpRequest,
  HttpResponse,
  LinesRequest,
} from './types';

/** Places at which one server can be reached. */
export type Addresses = {
  /** What the URLs of requests start with. */
  base: string;
  /** Base URLs, the best first; asked for each request. */
  current: () => readonly string[];
  /** A client with the credential that may go to this address. */
  clientFor: (address: string) => HttpClient;
  /** Called when requests go to another address from now on. */
  onSwitch?: (address: string, because: HttpError) => void;
};

/** Statuses with which a router says that nothing is behind it. */
const ROUTER = new Set([502, 503, 504]);

const isPage = (text: string | undefined) =>
  /^\s*<(!doctype|html)/i.test(text ?? '');

/**
 * Whether an error says that the server itself was not reached.
 *
 * | error | reached |
 * |---|---|
 * | network, tls, no connection in time | no |
 * | sent to another origin, as the login page of a gateway | no |
 * | 502, 503, 504 with a page in HTML, as of OpenShift's router | no |
 * | no credential to send, stopped by us, anything else | yes |
 */
export function isUnreached(error: unknown): error is HttpError {
  if (!(error instanceof HttpError)) {
    return false;
  }
  switch (error.kind) {
    case 'network':
      return error.reason !== 'NO_CREDENTIAL';
    case 'tls':
    case 'timeout':
    case 'redirect':
      return true;
    case 'status':
      return ROUTER.has(error.status ?? 0) && isPage(error.answer());
    default:
      return false;
  }
}

function nowhere(first: HttpError, failures: readonly HttpError[]): HttpError {
  if (failures.length === 1) {
    return first;
  }
  const { kind, method, url, status, reason, retryAfterMs } = first;
  const tried = failures.map(({ message }) => message).join('; ');
  return new HttpError(
    `and its other addresses could not be reached. Tried: ${tried}`,
    { kind, method, url, status, reason, retryAfterMs, cause: first },
  );
}

/**
 * A client for a server with several addresses. It stays with the one that
 * worked last; only when that one is not reached, the others are tried, the
 * best first. What the server answers, be it a refusal, ends the request there;
 * but one that refuses is not stayed with, so that the next request begins with
 * the best one again.
 */
export function createFallbackClient(addresses: Addresses): HttpClient {
  const { base, current, clientFor, onSwitch } = addresses;
  const clients = new Map<string, HttpClient>();
  let chosen: string | undefined;

  const clientAt = (address: string) => {
    const client = clients.get(address) ?? clientFor(address);
    clients.set(address, client);
    return client;
  };
  const order = () => {
    const all = current();
    const kept = all.filter(address => address === chosen);
    return [...kept, ...all.filter(address => address !== chosen)];
  };
  const at = <T extends HttpRequest>(address: string, request: T): T => {
    const rest = request.url.slice(base.length);
    // What is cut elsewhere could end up in the name of a host.
    if (!request.url.startsWith(base) || !/^([/?]|$)/.test(rest)) {
      throw new HttpError(`cannot be asked: it is not below ${base}`, {
        ...identify(request),
        kind: 'content',
      });
    }
    return { ...request, url: `${address}${rest}` };
  };
  const settle = (address: string, failures: readonly HttpError[]) => {
    const [because] = failures;
    if (chosen !== address && because) {
      onSwitch?.(address, because);
    }
    chosen = address;
  };

  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    const failures: HttpError[] = [];
    for (const address of order()) {
      try {
        const answer = await clientAt(address).request(at(address, asked));
        settle(address, failures);
        return answer;
      } catch (error) {
        if (asked.signal?.aborted) {
          throw error;
        }
        if (!isUnreached(error)) {
          chosen = undefined;
          throw error;
        }
        failures.push(error);
      }
    }
    const [first] = failures;
    throw first
      ? nowhere(first, failures)
      : new HttpError('cannot be asked: no address is known', {
          kind: 'network',
          method: asked.method ?? 'GET',
          url: base,
        });
  };

  return {
    request,
    lines: async function* lines(asked: LinesRequest) {
      const [address = base] = order();
      yield* clientAt(address).lines(at(address, asked));
    },
    close: async () => {
      await Promise.all([...clients.values()].map(client => client.close()));
    },
  };
}
