import type { Request, Response } from 'express';
import { z } from 'zod/v4';
import type { Tenant } from '../state/Tenant';
import { type Html, html } from './html';
import { page, type Visitor } from './layout';
import type { Realm } from './Realm';
import type { Sessions } from './Sessions';

/** What the routes of the portal share. */
export interface PortalContext {
  readonly tenant: Tenant;
  /** Of the Admin API, to be linked to. */
  readonly adminUrl: string;
  /** The SSO that is at hand. */
  readonly realm?: Realm;
  readonly sessions: Sessions;
}

const text = z.string().trim().max(120).catch('');
const id = z.coerce.number().catch(0);

const formSchema = z.object({
  back: z.string().catch(''),
  username: text,
  org_name: text,
  email: text,
  access_code: text,
  ...{ code: text, state: text },
  name: text,
  service_id: id,
  plan_id: id,
});

/** What a form or a query says; what it does not have is empty. */
export const fieldsOf = (from: unknown): z.infer<typeof formSchema> =>
  formSchema.parse(from ?? {});

/** Only a path of the portal itself is gone back to. */
export const safePath = (back: string): string =>
  /^\/(?![/\\])[\w/?=&-]*$/.test(back) ? back : '/admin/services';

export function visitorOf(
  { tenant, sessions }: PortalContext,
  request: Request,
): Visitor | undefined {
  const { userId = 0 } = sessions.find(request.headers.cookie) ?? {};
  const user = tenant.users.get(userId);
  const account = user && tenant.accounts.get(user.account_id);
  return user && account ? { user, account } : undefined;
}

/** What to answer with. */
export interface Shown {
  readonly title: string;
  readonly content: Html;
  readonly status?: number;
  /** Above the content. */
  readonly notice?: string;
}

/** A page, to whoever asks. */
export type Show = (request: Request, response: Response, shown: Shown) => void;

export const showing =
  (context: PortalContext): Show =>
  (request, response, { status = 200, ...shown }) => {
    const visitor = visitorOf(context, request);
    response
      .status(status)
      .type('html')
      .send(page({ ...shown, visitor }, context.adminUrl));
  };

export const missing = (what: string): Shown => ({
  title: 'Not found',
  status: 404,
  content: html`<h1>Not found</h1>
    <p>${what} <a href="/admin/services">All models</a></p>`,
});
