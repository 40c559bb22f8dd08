import fc from 'fast-check';
import { readAsked } from './asked';
import { ASKED, KEPT, PUBLISH } from './labels';

const DEFAULTS = {
  publish: true,
  operations: [],
  plans: 'default',
  tokenMetrics: false,
  promote: 'production',
  adopt: false,
};

const labels = { [PUBLISH]: 'true' };
const reading = (annotations: Record<string, string>) =>
  readAsked({ labels, annotations });

describe('the label', () => {
  it('alone asks for publication with all defaults', () => {
    expect(reading({})).toEqual({ asked: DEFAULTS, problems: [] });
  });

  it.each(['True', 'TRUE', 'yes', '1', ' true', 'true ', '', 'true\n'])(
    'publishes nothing as %j, and says so',
    value => {
      const { asked, problems } = readAsked({
        labels: { [PUBLISH]: value },
        annotations: {},
      });
      expect(asked.publish).toBe(false);
      expect(problems).toEqual([
        {
          field: `metadata.labels["${PUBLISH}"]`,
          message: expect.stringContaining('only "true" publishes'),
          severity: 'warning',
        },
      ]);
    },
  );

  it.each([[{}], [{ [PUBLISH]: 'false' }]])(
    'publishes nothing as %j, which is no mistake',
    written => {
      const { asked, problems } = readAsked({
        labels: written,
        annotations: {},
      });
      expect([asked.publish, problems]).toEqual([false, []]);
    },
  );

  it('publishes nothing as an annotation, and says so', () => {
    const { asked, problems } = readAsked({
      labels: {},
      annotations: { [PUBLISH]: 'true' },
    });
    expect(asked.publish).toBe(false);
    expect(problems).toEqual([
      expect.objectContaining({
        field: `metadata.annotations["${PUBLISH}"]`,
        severity: 'warning',
      }),
    ]);
  });
});

describe('an annotation', () => {
  it.each([
    ['profile', 'tei', { profile: 'tei' }],
    [
      'authProfile',
      'header-remove-bearer',
      { authProfile: 'header-remove-bearer' },
    ],
    ['operations', 'responses, audio', { operations: ['responses', 'audio'] }],
    ['plans', 'gold', { plans: 'gold' }],
    ['title', ' Granite 8B — code ', { title: 'Granite 8B — code' }],
    [
      'description',
      'Two\nlines\tand a tab',
      { description: 'Two\nlines\tand a tab' },
    ],
    [
      'systemName',
      'mistral-7b-instruct-v0_3',
      { systemName: 'mistral-7b-instruct-v0_3' },
    ],
    ['tokenMetrics', 'true', { tokenMetrics: true }],
    ['tokenMetrics', 'false', { tokenMetrics: false }],
    ['promote', 'none', { promote: 'none' }],
    ['adopt', 'true', { adopt: true }],
  ] as const)('%s: %j is read', (name, value, expected) => {
    expect(reading({ [ASKED[name]]: value })).toEqual({
      asked: { ...DEFAULTS, ...expected },
      problems: [],
    });
  });

  it.each([
    ['profile', 'vLLM', /must be vllm-openai, tei/],
    ['profile', '', /must be vllm-openai, tei/],
    ['authProfile', 'basic', /must be bearer/],
    ['operations', 'responses;audio', /separated by commas/],
    ['operations', `${'a,'.repeat(30)}a`, /more than 20/],
    ['plans', '../../etc/passwd', /key of a plan list/],
    ['plans', 'gold\nX-Evil: 1', /key of a plan list/],
    ['title', '', /is empty/],
    ['title', 'x'.repeat(101), /more than 100/],
    ['title', 'Granite\r\nX-Evil: 1', /end lines/],
    ['title', 'Granite\u0000', /end lines/],
    ['title', 'Granite\u202Egpj.exe', /end lines/],
    ['title', 'Granite\u2028x', /end lines/],
    ['description', 'x'.repeat(2001), /more than 2000/],
    ['description', 'a\u001b[2Jb', /steer/],
    ['systemName', 'Granite', /small letters/],
    ['systemName', 'a', /2 to 63/],
    ['systemName', 'a/b', /small letters/],
    ['systemName', '-granite', /small letters/],
    ['systemName', 'granite--8b', /single "-"/],
    ['systemName', 'a'.repeat(64), /63/],
    ['systemName', 'os.execute("id")', /small letters/],
    ['systemName', 'granite\n', /small letters/],
    ['systemName', '{{ngx.exit}}', /small letters/],
    ['tokenMetrics', 'yes', /"true" or "false"/],
    ['promote', 'prod', /none, staging or production/],
    ['adopt', '1', /"true" or "false"/],
  ] as const)('%s: %j is an error that names it', (name, value, message) => {
    const { asked, problems } = reading({ [ASKED[name]]: value });
    expect(asked).toEqual(DEFAULTS);
    expect(problems).toEqual([
      {
        field: `metadata.annotations["${ASKED[name]}"]`,
        message: expect.stringMatching(message),
        severity: 'error',
      },
    ]);
  });

  it.each([
    ['title', '- !!js/function "x": {a: &b *b}'],
    ['title', '${jndi:ldap://x} $(id) `id` {{7*7}} <script>alert(1)</script>'],
    ['description', '"; os.execute("id") --'],
  ] as const)('%s: %j is text and nothing else', (name, value) => {
    const { asked, problems } = reading({ [ASKED[name]]: value });
    expect([asked[name], problems]).toEqual([value, []]);
  });

  it('that nobody knows is a warning', () => {
    expect(reading({ 'maas.rhdh.io/plan': 'gold' }).problems).toEqual([
      {
        field: 'metadata.annotations["maas.rhdh.io/plan"]',
        message: expect.stringContaining('maas.rhdh.io/plans'),
        severity: 'warning',
      },
    ]);
  });

  it('of others, or that the publisher writes back, is none of our business', () => {
    const others = {
      'maas.opendatahub.io/x': '1',
      'maas.rhdh.io/status': '{}',
      'maas.rhdh.io/status-message': 'x',
      [KEPT.server]: 'x',
    };
    expect(reading(others).problems).toEqual([]);
  });
});

it('whatever is written, each message is one line of printable text', () => {
  const keys = fc.constantFrom(...Object.values(ASKED));
  fc.assert(
    fc.property(
      fc.dictionary(keys, fc.string({ unit: 'binary', maxLength: 200 })),
      annotations => {
        const { problems } = reading(annotations);
        for (const { field, message } of problems) {
          expect(`${field} ${message}`).toMatch(/^[\x20-\x7e…]{1,1000}$/);
        }
      },
    ),
  );
});
