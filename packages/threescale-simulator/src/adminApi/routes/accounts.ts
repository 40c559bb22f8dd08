import type { Request, Router } from 'express';
import {
  accountOf,
  addUser,
  deleteAccount,
  doWithAccount,
  doWithUser,
  found,
  signUp,
  type Tenant,
  updateAccount,
  updateUser,
} from '../../state';
import { pagedList, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import { showAccount, showAccountPlan, showUser } from '../show';

export function accountRoutes(router: Router, tenant: Tenant): void {
  router.get(
    '/accounts',
    route(request => {
      const { state } = request.query;
      const rows = tenant.accounts.list(
        account => typeof state !== 'string' || account.state === state,
      );
      return pagedList(request, rows, { name: 'accounts', show: showAccount });
    }),
  );
  router.get(
    '/accounts/find',
    route(request => {
      const { username, email, user_id } = fieldsOf(request);
      const user = tenant.users.find(
        one =>
          one.username === username ||
          one.email === email ||
          String(one.id) === user_id,
      );
      return { body: showAccount(accountOf(tenant, found(user).account_id)) };
    }),
  );
  router.post(
    '/signup',
    route(request => ({
      body: showAccount(signUp(tenant, fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    '/accounts/:id',
    route(request => ({ body: showAccount(accountOf(tenant, idOf(request))) })),
  );
  router.put(
    '/accounts/:id',
    route(request => ({
      body: showAccount(
        updateAccount(tenant, idOf(request), fieldsOf(request)),
      ),
    })),
  );
  router.delete(
    '/accounts/:id',
    route(request => {
      deleteAccount(tenant, idOf(request));
      return { body: {} };
    }),
  );
  router.get(
    '/accounts/:id/plan',
    route(() => ({
      body: showAccountPlan(found(tenant.accountPlans.list()[0])),
    })),
  );
  router.put(
    '/accounts/:id/:event',
    route(request => ({
      body: showAccount(
        doWithAccount(tenant, idOf(request), request.params.event ?? ''),
      ),
    })),
  );
}

export function userRoutes(router: Router, tenant: Tenant): void {
  const base = '/accounts/:account/users';
  const at = (request: Request) => {
    const user = found(tenant.users.get(idOf(request)));
    const isIts = user.account_id === idOf(request, 'account');
    return found(isIts ? user : undefined);
  };
  router.get(
    base,
    route(request => {
      const { id } = accountOf(tenant, idOf(request, 'account'));
      const users = tenant.users.list(({ account_id }) => account_id === id);
      return { body: { users: users.map(showUser) } };
    }),
  );
  router.post(
    base,
    route(request => ({
      body: showUser(
        addUser(tenant, idOf(request, 'account'), fieldsOf(request)),
      ),
      status: 201,
    })),
  );
  router.get(
    `${base}/:id`,
    route(request => ({ body: showUser(at(request)) })),
  );
  router.put(
    `${base}/:id`,
    route(request => ({
      body: showUser(updateUser(tenant, at(request).id, fieldsOf(request))),
    })),
  );
  router.put(
    `${base}/:id/:event`,
    route(request => {
      const { event = '' } = request.params;
      return { body: showUser(doWithUser(tenant, at(request).id, event)) };
    }),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      tenant.users.delete(at(request).id);
      return { body: {} };
    }),
  );
}
