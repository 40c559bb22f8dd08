import { type Fields, oneOf, requiredText, text, whole } from './fields';
import { createApplication } from './applications';
import { subscribe } from './subscriptions';
import { found, invalid, Refused } from './Refused';
import type { Tenant } from './Tenant';
import type { Account, User } from './typesOfUse';

const ROLES = ['admin', 'member'] as const;

export function accountOf(tenant: Tenant, id: number): Account {
  return found(tenant.accounts.get(id));
}

/**
 * A developer's account with its first user, who is its administrator. It is
 * subscribed to each product that has a default service plan.
 */
export function signUp(tenant: Tenant, fields: Fields): Account {
  const orgName = requiredText(fields, 'org_name');
  const username = requiredText(fields, 'username');
  const email = text(fields, 'email') ?? `${username}@example.com`;
  const planId = whole(fields, 'application_plan_id');
  checkUser(tenant, { username, email });
  const isPending = tenant.settings.account_approval_required === true;
  const account = tenant.accounts.insert(id => ({
    ...{ id, ...tenant.stamp(), org_name: orgName },
    state: isPending ? 'pending' : 'approved',
  }));
  tenant.users.insert(id => ({
    ...{ id, ...tenant.stamp(), account_id: account.id, username, email },
    ...{ role: 'admin', state: 'active' },
  }));
  for (const { default_service_plan_id: plan } of tenant.services.list()) {
    if (plan !== undefined) {
      subscribe(tenant, account.id, plan);
    }
  }
  if (planId !== undefined) {
    createApplication(tenant, account.id, {
      plan_id: planId,
      name: `${orgName}'s App`,
      description: 'Default application created on signup.',
    });
  }
  return account;
}

function checkUser(
  tenant: Tenant,
  { username, email }: { username: string; email: string },
  id?: number,
): void {
  const others = tenant.users.list(user => user.id !== id);
  const errors = {
    ...(others.some(user => user.username === username) && {
      username: ['has already been taken'],
    }),
    ...(others.some(user => user.email === email) && {
      email: ['has already been taken'],
    }),
    ...(!/^[^@\s]+@[^@\s]+$/.test(email) && { email: ['is invalid'] }),
  };
  if (Object.keys(errors).length > 0) {
    throw new Refused(422, errors);
  }
}

export function addUser(
  tenant: Tenant,
  accountId: number,
  fields: Fields,
): User {
  accountOf(tenant, accountId);
  const username = requiredText(fields, 'username');
  const email = requiredText(fields, 'email');
  checkUser(tenant, { username, email });
  return tenant.users.insert(id => ({
    ...{ id, ...tenant.stamp(), account_id: accountId, username, email },
    role: oneOf(fields, 'role', ROLES) ?? 'member',
    state: 'pending',
  }));
}

export function updateUser(tenant: Tenant, id: number, fields: Fields): User {
  const now = found(tenant.users.get(id));
  const next = {
    username: text(fields, 'username') || now.username,
    email: text(fields, 'email') || now.email,
  };
  checkUser(tenant, next, id);
  return tenant.users.put({ ...now, ...next, updated_at: tenant.time() });
}

/** What may be done with a user, and what becomes of it. */
const USER_EVENTS: Readonly<Record<string, Partial<User>>> = {
  activate: { state: 'active' },
  suspend: { state: 'suspended' },
  unsuspend: { state: 'active' },
  admin: { role: 'admin' },
  member: { role: 'member' },
};

export function doWithUser(tenant: Tenant, id: number, event: string): User {
  const now = found(tenant.users.get(id));
  return tenant.users.put({ ...now, ...found(USER_EVENTS[event]) });
}

const ACCOUNT_EVENTS: Readonly<Record<string, Account['state']>> = {
  approve: 'approved',
  reject: 'rejected',
  make_pending: 'pending',
};

export function doWithAccount(
  tenant: Tenant,
  id: number,
  event: string,
): Account {
  const now = accountOf(tenant, id);
  const state = found(ACCOUNT_EVENTS[event]);
  return tenant.accounts.put({ ...now, state, updated_at: tenant.time() });
}

export function updateAccount(
  tenant: Tenant,
  id: number,
  fields: Fields,
): Account {
  const now = accountOf(tenant, id);
  const orgName = text(fields, 'org_name')?.trim() ?? now.org_name;
  if (orgName === '') {
    throw invalid('org_name', "can't be blank");
  }
  const next = { ...now, org_name: orgName, updated_at: tenant.time() };
  return tenant.accounts.put(next);
}

/** With its users, applications and subscriptions. */
export function deleteAccount(tenant: Tenant, id: number): Account {
  const account = accountOf(tenant, id);
  const isIts = (row: { account_id: number }) => row.account_id === id;
  tenant.users.deleteWhere(isIts);
  tenant.applications.deleteWhere(isIts);
  tenant.subscriptions.deleteWhere(isIts);
  tenant.accounts.delete(id);
  return account;
}
