import { createServer, type Server } from 'https';
import type { IncomingMessage, ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import { z } from 'zod/v4';
import type { KubernetesClient } from '../../realServers';

const reviewSchema = z.object({
  status: z.object({
    authenticated: z.boolean().optional(),
    allowed: z.boolean().optional(),
    user: z
      .object({
        username: z.string(),
        groups: z.array(z.string()).default([]),
      })
      .optional(),
  }),
});

/** How it is started. */
export interface RbacProxyOptions {
  /** Asks the cluster as one who may review tokens. */
  readonly reviewer: KubernetesClient;
  /** The server behind it. */
  readonly target: string;
  /** Let in is who may get this Service in `rhoai-model-registries`. */
  readonly service: string;
  readonly tls: { readonly certPem: string; readonly keyPem: string };
}

/**
 * Does before a registry or catalog what kube-rbac-proxy does: TokenReview and
 * SubjectAccessReview at the real Kubernetes API, 401 and 403 in plain text.
 */
export class RbacProxy {
  private constructor(
    private readonly server: Server,
    private readonly options: RbacProxyOptions,
  ) {}

  static async start(options: RbacProxyOptions): Promise<RbacProxy> {
    const { certPem: cert, keyPem: key } = options.tls;
    const server = createServer({ cert, key });
    const proxy = new RbacProxy(server, options);
    server.on('request', (request, response) => {
      proxy.handle(request, response).catch(() => response.destroy());
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  /** `host:port`, as the operator's annotation has it. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse) {
    const code = await this.refusal(request.headers.authorization ?? '');
    if (code) {
      response.writeHead(code, { 'content-type': 'text/plain' });
      response.end(code === 401 ? 'Unauthorized\n' : 'Forbidden\n');
      return;
    }
    const answer = await fetch(
      new URL(request.url ?? '/', this.options.target),
    );
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  private async refusal(header: string): Promise<401 | 403 | undefined> {
    const token = /^Bearer (.+)$/.exec(header)?.[1];
    if (!token) return 401;
    const who = await this.review('authentication', 'TokenReview', { token });
    const { authenticated, user } = who;
    if (!authenticated || !user) return 401;
    const may = await this.review('authorization', 'SubjectAccessReview', {
      user: user.username,
      groups: user.groups,
      resourceAttributes: {
        verb: 'get',
        resource: 'services',
        namespace: 'rhoai-model-registries',
        name: this.options.service,
      },
    });
    return may.allowed ? undefined : 403;
  }

  private async review(group: string, kind: string, spec: object) {
    const { body } = await this.options.reviewer.send({
      method: 'POST',
      path: `/apis/${group}.k8s.io/v1/${kind.toLowerCase()}s`,
      body: { apiVersion: `${group}.k8s.io/v1`, kind, spec },
    });
    return reviewSchema.parse(body).status;
  }
}
