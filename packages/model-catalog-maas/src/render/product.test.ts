import { asked, objectOf, rendered } from './__testUtils__/servers';

type Given = Parameters<typeof rendered>;

const productOf = (...given: Given) =>
  objectOf(rendered(...given), 'Product').spec ?? {};

const userKey = (...given: Given) =>
  JSON.parse(JSON.stringify(productOf(...given).deployment)).apicastHosted
    .authentication.userkey;

const policies = (...given: Given) =>
  JSON.parse(JSON.stringify(productOf(...given).policies));

const names = (...given: Given) =>
  policies(...given).map(({ name }: { name: string }) => name);

const policy = (name: string, ...given: Given) =>
  policies(...given).find((one: { name: string }) => one.name === name);

describe('the key', () => {
  it.each([
    ['bearer', 'authorization'],
    ['header-remove-bearer', 'headers'],
  ])('of the profile %s is in %s', (authProfile, credentials) => {
    expect(userKey(asked({ authProfile }))).toMatchObject({
      authUserKey: 'Authorization',
      credentials,
    });
    const set = authProfile === 'bearer' ? 'bearer' : 'header-remove-bearer';
    expect(userKey({}, { authProfile: set })).toMatchObject({ credentials });
  });

  const response = userKey().gatewayResponse;

  it.each(['AuthMissing', 'AuthFailed', 'NoMatch', 'LimitsExceeded'])(
    '%s is answered as clients of OpenAI expect it, in what 3scale takes',
    name => {
      const body = response[`error${name}`];
      expect(JSON.parse(body)).toEqual({
        error: {
          message: expect.any(String),
          type: expect.any(String),
          code: expect.any(String),
        },
      });
      const type = response[`errorHeaders${name}`];
      expect(type).toBe('application/json');
      for (const text of [body, type]) {
        expect(text).toMatch(/^[{}[\]\d,.;@#~%&()?\w_"= /\\:-]{1,255}$/);
      }
    },
  );

  it('has the statuses that clients know', () => {
    expect(response).toMatchObject({
      errorStatusAuthMissing: 401,
      errorStatusAuthFailed: 401,
      errorStatusNoMatch: 404,
      errorStatusLimitsExceeded: 429,
    });
  });
});

describe('the policies', () => {
  it.each([
    ['usually', {}, {}, ['cors', 'apicast', 'headers']],
    ['without origins', {}, { corsOrigins: [] }, ['apicast', 'headers']],
    [
      'of the older profile',
      asked({ authProfile: 'header-remove-bearer' }),
      {},
      ['cors', 'remove-bearer', 'apicast', 'headers'],
    ],
    [
      'that count tokens',
      asked({ tokenMetrics: 'true' }),
      {},
      ['cors', 'llm-metrics', 'apicast', 'headers'],
    ],
  ])('%s are %j %j in this order: %j', (_, more, set, expected) => {
    expect(names(more, set)).toEqual(expected);
  });

  it('take the key off before the model sees it', () => {
    expect(policy('headers').configuration).toEqual({
      request: [{ op: 'delete', header: 'Authorization' }],
    });
  });

  it('set the token that the model asks for, which only a Secret holds', () => {
    const given: Given = [
      { demandsToken: true },
      { modelTokenSecret: 'token' },
    ];
    expect(policy('headers', ...given)).toEqual({
      name: 'headers',
      version: 'builtin',
      enabled: true,
      configuration: {},
      configurationRef: { name: 'token', namespace: '3scale' },
    });
    expect(
      policy('headers', {}, { modelTokenSecret: 'token' }),
    ).not.toHaveProperty('configurationRef');
  });

  it.each([
    [['*'], '*'],
    [['https://hub.example.com', '*'], '*'],
    [['https://hub.example.com'], 'https://hub.example.com'],
    [
      ['https://a.example.com', 'https://b.example.com'],
      '^(https://a\\.example\\.com|https://b\\.example\\.com)$',
    ],
  ])(
    'let pages of %j call as %s, never with credentials',
    (corsOrigins, allowOrigin) => {
      expect(policy('cors', {}, { corsOrigins }).configuration).toEqual({
        allow_headers: ['Authorization', 'Content-Type', 'Accept'],
        allow_methods: ['GET', 'POST'],
        allow_origin: allowOrigin,
        allow_credentials: false,
      });
    },
  );

  it('match origins as they are, not as patterns of others', () => {
    const corsOrigins = ['https://a.example.com', 'https://b.example.com'];
    const pattern = new RegExp(
      policy('cors', {}, { corsOrigins }).configuration.allow_origin,
    );
    expect(pattern.test('https://a.example.com')).toBe(true);
    expect(pattern.test('https://a-example.com')).toBe(false);
    expect(pattern.test('https://a.example.com.evil.org')).toBe(false);
    expect(pattern.test('x https://b.example.com')).toBe(false);
  });
});

describe('tokens', () => {
  it('are metrics of their own, beside methods with other names', () => {
    const { metrics } = productOf(asked({ tokenMetrics: 'true' }));
    expect(Object.keys(metrics ?? {})).toEqual([
      'total_tokens',
      'prompt_tokens',
      'completion_tokens',
    ]);
  });

  it('are not looked for in empty answers, which the policy takes for broken', () => {
    const methods = (tokenMetrics: string) =>
      Object.keys(productOf(asked({ tokenMetrics })).methods ?? {});
    expect(methods('false')).toContain('get_health');
    expect(methods('true')).not.toContain('get_health');
    expect(methods('true')).toContain('get_version');
  });

  it('of an API that tells none are not counted, with a warning', () => {
    const offering = rendered(
      asked({ tokenMetrics: 'true', profile: 'open-inference-v2' }),
    );
    expect(objectOf(offering, 'Product').spec).not.toHaveProperty('metrics');
    expect(offering.problems).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
  });

  it('cannot be counted beside forms, which the policy cannot read', () => {
    const offering = rendered(
      asked({ tokenMetrics: 'true', operations: 'audio' }),
    );
    expect(offering.objects).toEqual([]);
    expect(offering.problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: expect.stringContaining(
          '/v1/audio/transcriptions takes forms',
        ),
      }),
    ]);
  });
});
