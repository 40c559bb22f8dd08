import { z } from 'zod/v4';
import { latestConfig } from '../state/configs';
import type { Tenant } from '../state/Tenant';
import type { ProxyContent } from '../state/types';
import type { Application } from '../state/typesOfUse';

const operationSchema = z.object({
  requestBody: z
    .object({
      content: z.object({
        'application/json': z.object({ example: z.unknown() }),
      }),
    })
    .optional()
    .catch(undefined),
});

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.object({ post: operationSchema.optional() }).catch({}),
  ),
});

interface Example {
  readonly path: string;
  /** JSON of a POST; absent: a GET. */
  readonly body?: string;
}

/** Calls that have an example in the definition, what people come for first. */
function documented(tenant: Tenant, serviceId: number): Example[] {
  const doc = tenant.activeDocs.find(
    ({ service_id, published }) => published && service_id === serviceId,
  );
  const parsed = documentSchema.safeParse(doc && JSON.parse(doc.body));
  const { paths } = parsed.data ?? { paths: {} };
  return Object.entries(paths)
    .flatMap(([path, { post }]) => {
      const example = post?.requestBody?.content['application/json'].example;
      return example === undefined
        ? []
        : [{ path, body: JSON.stringify(example) }];
    })
    .sort((a, b) => rankOf(a.path) - rankOf(b.path));
}

const FIRST = ['/v1/chat/completions', '/v1/embeddings'];
const rankOf = (path: string) => (FIRST.indexOf(path) + 3) % 3;

/** A call without a body, of the rules. */
function plain({ proxy }: ProxyContent): Example {
  const rule = proxy.proxy_rules.find(
    ({ http_method, pattern }) =>
      http_method === 'GET' && !pattern.includes('{'),
  );
  return { path: (rule?.pattern ?? '/').replace(/\$$/, '') };
}

/** Into single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A call that a subscriber can make as it stands, as what was promoted takes the key. */
export function exampleOf(tenant: Tenant, application: Application): string {
  const { service_id, user_key } = application;
  const content = latestConfig(tenant, service_id, 'production')?.content;
  if (!content) return '';
  const { endpoint, credentials_location, auth_user_key } = content.proxy;
  const { path, body } = documented(tenant, service_id)[0] ?? plain(content);
  const isQuery = credentials_location === 'query';
  const header =
    credentials_location === 'authorization'
      ? `Authorization: Bearer ${user_key}`
      : `${auth_user_key}: ${user_key}`;
  const query = isQuery ? `?${auth_user_key}=${user_key}` : '';
  return [
    `curl ${quoted(`${endpoint}${path}${query}`)}`,
    ...(isQuery ? [] : [`-H ${quoted(header)}`]),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(body)}`]),
  ].join(' \\\n  ');
}
