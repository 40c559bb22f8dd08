import type { Express } from 'express';
import { signUp } from '../state/accounts';
import { fieldsOf, type PortalContext, safePath, type Show } from './context';
import { loginsOf } from './ssoRoutes';
import { accessCodePage, loginPage, signupPage } from './pages';

/** The access code, which a tenant has until it is removed: until it is given nothing else is shown. */
export function accessCodeRoutes(
  app: Express,
  { tenant, sessions }: PortalContext,
  show: Show,
): void {
  const accessCode = () => tenant.provider.site_access_code;
  app.post('/access_code', (request, response) => {
    if (fieldsOf(request.body).access_code === accessCode()) {
      response.setHeader('set-cookie', sessions.begin({ mayEnter: true }));
    }
    response.redirect(303, '/');
  });
  app.use((request, response, next) => {
    const session = sessions.find(request.headers.cookie);
    if (accessCode() === '' || session?.mayEnter) next();
    else {
      const title = 'Access code';
      show(request, response, { title, content: accessCodePage() });
    }
  });
}

/** Signing in (there are no passwords), up and out. */
export function signInRoutes(
  app: Express,
  { tenant, sessions }: PortalContext,
  show: Show,
): void {
  const logins = () => loginsOf({ tenant });
  app.get('/login', (request, response) => {
    const { back } = fieldsOf(request.query);
    show(request, response, {
      title: 'Sign in',
      content: loginPage(back, logins()),
    });
  });
  app.get('/signup', (request, response) => {
    const { back } = fieldsOf(request.query);
    show(request, response, { title: 'Sign up', content: signupPage(back) });
  });
  app.post('/login', (request, response) => {
    const { username, back } = fieldsOf(request.body);
    const user = tenant.users.find(one => one.username === username);
    if (user?.state !== 'active') {
      show(request, response, {
        title: 'Sign in',
        status: 403,
        content: loginPage(back, logins()),
        notice: 'There is no active user of that name.',
      });
      return;
    }
    const session = { userId: user.id, mayEnter: true };
    response.setHeader('set-cookie', sessions.begin(session));
    response.redirect(303, safePath(back));
  });
  app.post('/signup', (request, response) => {
    const { back, org_name, username, email } = fieldsOf(request.body);
    const account = signUp(tenant, { org_name, username, email });
    const user = tenant.users.find(one => one.account_id === account.id);
    const session = { userId: user?.id, mayEnter: true };
    response.setHeader('set-cookie', sessions.begin(session));
    response.redirect(303, safePath(back));
  });
  app.post('/logout', (_request, response) => {
    response.setHeader('set-cookie', sessions.begin({ mayEnter: true }));
    response.redirect(303, '/');
  });
}
