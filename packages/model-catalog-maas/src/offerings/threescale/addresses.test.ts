import { portalOf, tenancyOf } from './addresses';

describe('the pages of a tenant', () => {
  it.each([
    [
      'https://maas-admin.apps.example.com',
      'https://maas-admin.apps.example.com/apiconfig/services/7',
      'https://maas.apps.example.com/signup',
    ],
    [
      'http://maas-admin.apps.example.com:8080',
      'http://maas-admin.apps.example.com:8080/apiconfig/services/7',
      'http://maas.apps.example.com/signup',
    ],
    [
      'http://127.0.0.1:18200',
      'http://127.0.0.1:18200/apiconfig/services/7',
      undefined,
    ],
  ])('of %s have its scheme', (adminUrl, admin, signup) => {
    expect(
      portalOf(adminUrl, { productId: '7', hasPlans: false }),
    ).toStrictEqual({ ...(signup && { signup }), admin });
  });

  it('are at the developer portal that is given, with its own scheme', () => {
    expect(
      portalOf('https://maas-admin.apps.example.com', {
        portalUrl: 'http://127.0.0.1:18201/',
        productId: '7',
        hasPlans: true,
      }),
    ).toEqual({
      signup: 'http://127.0.0.1:18201/signup',
      subscribe:
        'http://127.0.0.1:18201/admin/service_contracts/new?service_id=7',
      admin: 'https://maas-admin.apps.example.com/apiconfig/services/7',
    });
  });
});

it.each([
  [
    'https://maas-admin.apps.example.com',
    'https://maas-admin.apps.example.com',
  ],
  ['http://127.0.0.1:18200/', 'http://127.0.0.1:18200'],
  ['maas-admin.apps.example.com', 'https://maas-admin.apps.example.com'],
])('the tenant of %s is at %s', (said, adminUrl) => {
  expect(tenancyOf(said)).toEqual({
    ...{ adminUrl, adminHost: new URL(adminUrl).host },
  });
});

it.each(['', 'not a host', 'ftp://maas-admin.example.com'])(
  'no tenant is at "%s"',
  said => expect(tenancyOf(said)).toEqual({}),
);
