import type { ObservedTenant, Step, WantedTenant } from '../types';
import { done, needs, todo, unread } from './steps';

const ACCOUNT = { id: 'tenant.account', title: 'Account details' };
const ZONE = { id: 'tenant.timezone', title: 'Name and time zone' };
const WIZARD = { id: 'tenant.wizard', title: 'Wizard of the first login' };
const CODE = { id: 'portal.access-code', title: 'Access code of the portal' };

/** Addresses from which 3scale writes, and to which people write. */
function emails(observed: ObservedTenant, wanted: WantedTenant): Step[] {
  if (!wanted.emails) {
    return [];
  }
  const { provider } = observed;
  if ('error' in provider) {
    return [unread(ACCOUNT, provider.error)];
  }
  const { fromEmail, supportEmail, financeSupportEmail } = wanted.emails;
  const pairs = [
    ['from', provider.value.fromEmail, fromEmail],
    ['support', provider.value.supportEmail, supportEmail],
    ['finance', provider.value.financeSupportEmail, financeSupportEmail],
  ] as const;
  const differing = pairs.filter(
    ([, now, asked]) => asked !== undefined && asked !== (now ?? ''),
  );
  if (differing.length === 0) {
    return [done(ACCOUNT, 'e-mail addresses are as wanted')];
  }
  const names = differing.map(([name]) => name).join(', ');
  return [
    todo(ACCOUNT, `other e-mail addresses: ${names}`, [
      {
        title: `set the e-mail addresses (${names})`,
        run: api => api.updateProvider({ ...wanted.emails }),
      },
    ]),
  ];
}

/** What the API does not change: said, with where to do it. */
function byHand({ url, provider }: ObservedTenant): Step[] {
  const name = 'value' in provider ? provider.value.orgName : undefined;
  return [
    needs('manual', ZONE, {
      found: `the API does not tell or change them${
        name ? ` (name now: ${name})` : ''
      }`,
      nextStep: `Once, by hand: ${url}/p/admin/account/edit`,
    }),
    needs('manual', WIZARD, {
      found: 'the API does not tell whether it was closed',
      nextStep: `Once, by hand: log in to ${url} and close it; nothing depends on it`,
    }),
  ];
}

function accessCode({ provider }: ObservedTenant, wanted: WantedTenant) {
  if (!wanted.openPortal) {
    return [];
  }
  if ('error' in provider) {
    return [unread(CODE, provider.error)];
  }
  return [
    provider.value.hasAccessCode
      ? todo(CODE, 'asked of everybody who opens the portal', [
          {
            title: 'remove the access code',
            run: api => api.updateProvider({ accessCode: '' }),
          },
        ])
      : done(CODE, 'none: the portal is open'),
  ];
}

/** The tenant's own account. */
export const accountSteps = (
  observed: ObservedTenant,
  wanted: WantedTenant,
): Step[] => [
  ...emails(observed, wanted),
  ...byHand(observed),
  ...accessCode(observed, wanted),
];
