import type { IncomingMessage } from 'node:http';
import type { ResourceType } from './resources';
import { ApiError, forbidden, unauthorized } from './status';

/** One permission, with the words of a Role's rules; `*` means all. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Absent: every namespace, and cluster-wide requests too, as with a ClusterRoleBinding. */
  readonly namespaces?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Who a bearer token stands for. Without rules: everything is allowed. */
export interface TokenUser {
  readonly token: string;
  readonly user: string;
  readonly rules?: readonly AccessRule[];
}

/** What one request wants to do. */
export interface AccessRequest {
  readonly verb: string;
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** The tokens that the API server takes; may change while it runs, as real tokens rotate. */
export class TokenTable {
  readonly #users = new Map<string, TokenUser>();
  readonly #anonymous: boolean;

  /** `anonymous`: a request without a token is of `system:anonymous`, who may do nothing, as by default on a real cluster. */
  constructor(users: readonly TokenUser[], anonymous: boolean) {
    this.#anonymous = anonymous;
    for (const user of users) {
      this.set(user);
    }
  }

  set(user: TokenUser): void {
    this.#users.set(user.token, user);
  }

  revoke(token: string): void {
    this.#users.delete(token);
  }

  /** The user of a request; 401 for an unknown token, and for none unless anonymous requests are taken. */
  authenticate(request: IncomingMessage): TokenUser {
    if (this.#anonymous && request.headers.authorization === undefined) {
      return { token: '', user: 'system:anonymous', rules: [] };
    }
    const match = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '');
    const user = match?.[1] ? this.#users.get(match[1]) : undefined;
    if (!user) {
      throw unauthorized();
    }
    return user;
  }
}

/** An access as rules speak of it. */
type Access = Omit<AccessRequest, 'type'> & {
  readonly group: string;
  readonly plural: string;
};

/** Whether one of the user's rules allows it. */
export function mayDo(user: TokenUser, access: Access): boolean {
  return !user.rules || user.rules.some(rule => allows(rule, access));
}

/** Throws 403, worded as RBAC words it, unless one of the user's rules allows the request. */
export function authorize(user: TokenUser, request: AccessRequest): void {
  const { type, ...rest } = request;
  const { group, plural } = type;
  if (!mayDo(user, { ...rest, group, plural })) {
    throw refusal(user, request);
  }
}

function allows(rule: AccessRule, request: Access): boolean {
  const resource = resourceOf(request);
  const has = (list: readonly string[], value: string) =>
    list.includes('*') || list.includes(value);
  return (
    has(rule.apiGroups, request.group) &&
    has(rule.resources, resource) &&
    has(rule.verbs, request.verb) &&
    (!rule.namespaces ||
      (request.namespace !== undefined &&
        rule.namespaces.includes(request.namespace))) &&
    (!rule.resourceNames ||
      (request.name !== undefined && rule.resourceNames.includes(request.name)))
  );
}

function resourceOf({
  plural,
  subresource,
}: Pick<Access, 'plural' | 'subresource'>): string {
  return subresource ? `${plural}/${subresource}` : plural;
}

function refusal(user: TokenUser, request: AccessRequest): ApiError {
  const where = request.namespace
    ? `in the namespace "${request.namespace}"`
    : 'at the cluster scope';
  return forbidden(
    request.type,
    request.name ?? '',
    `User "${user.user}" cannot ${request.verb} resource "${resourceOf({
      ...request,
      plural: request.type.plural,
    })}" in API group "${request.type.group}" ${where}`,
  );
}
