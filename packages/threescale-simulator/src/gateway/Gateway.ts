import type { IncomingMessage, ServerResponse } from 'node:http';
import { latestConfig } from '../state/configs';
import type { Tenant } from '../state/Tenant';
import type { ProxyContent } from '../state/types';
import { Counters } from './Counters';
import { type Answered, decide } from './decide';
import { type Handler, labelOf, type Wanted } from './doors';
import { forward, type Resolve } from './forward';

/** What a gateway works with. */
export interface GatewayOptions {
  readonly tenant: Tenant;
  /** Where private addresses are reached; as they are unless given. */
  readonly resolve?: Resolve;
  /** Milliseconds since the epoch: what limits count by. */
  readonly now?: () => number;
  /** One line for each call: never a key or a query. */
  readonly log?: (line: string) => void;
}

/** What the product was when it was promoted to the environment; changes since then do not count. */
function contentOf(
  tenant: Tenant,
  { systemName, environment }: Wanted,
): ProxyContent | undefined {
  const service = tenant.services.find(
    ({ system_name }) =>
      system_name === systemName || labelOf(system_name) === systemName,
  );
  return service && latestConfig(tenant, service.id, environment)?.content;
}

function send(response: ServerResponse, answered: Answered): void {
  response.writeHead(answered.status, {
    ...answered.headers,
    'content-length': Buffer.byteLength(answered.body),
  });
  response.end(answered.body);
}

const UNKNOWN: Answered = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: 'No product has been promoted to this address\n',
};

/** The address of a call; only path and query are of the caller. */
function urlOf({ url = '/' }: IncomingMessage): URL | undefined {
  return url.startsWith('/') && URL.canParse(`http://gateway${url}`)
    ? new URL(`http://gateway${url}`)
    : undefined;
}

/** Answers calls as the promoted product says: as APIcast does, with keys, plans and limits of a tenant in memory. */
export function createGateway(options: GatewayOptions): Handler {
  const { tenant, resolve = async url => url, log = () => {} } = options;
  const counters = new Counters(options.now ?? Date.now);
  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    wanted: Wanted | undefined,
  ) => {
    const url = urlOf(request);
    const content = wanted && contentOf(tenant, wanted);
    if (!content || !url) {
      send(response, UNKNOWN);
      return;
    }
    const { method = 'GET', headers } = request;
    const decision = decide({ tenant, counters }, content, {
      method,
      url,
      headers,
    });
    response.once('finish', () =>
      log(
        `${content.system_name} ${method} ${url.pathname} ${response.statusCode}`,
      ),
    );
    if (decision.kind === 'answer') send(response, decision.answer);
    else void forward(request, response, { pass: decision.pass, resolve });
  };
  return (request, response, wanted) => {
    try {
      answer(request, response, wanted);
    } catch (error) {
      // A configuration that a policy cannot read, as an error of nginx.
      log(`gateway: ${error instanceof Error ? error.message : String(error)}`);
      send(response, {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        body: '500 Internal Server Error\n',
      });
    }
  };
}
