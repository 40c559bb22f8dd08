import { parseConfigFile } from './parseConfigFile';

function problemsOf(text: string): readonly string[] {
  const parsed = parseConfigFile(text);
  return 'problems' in parsed ? parsed.problems : [];
}

function configOf(text: string) {
  const parsed = parseConfigFile(text);
  if ('problems' in parsed) {
    throw new Error(parsed.problems.join('\n'));
  }
  return parsed.config;
}

describe('a configuration file', () => {
  it.each(['', '# nothing\n', '{}', 'registries:\nowners:\n  default:\n'])(
    'may be empty, and keys may have no value: %j',
    text => {
      expect(problemsOf(text)).toEqual([]);
    },
  );

  it('names registries and catalogs by URL or Route, each with its own access', () => {
    const config = configOf(`
registries:
  - name: public
    url: https://registry.example.com/prefix
    tokenEnv: PUBLIC_TOKEN
    caFile: /etc/ca/public.crt
  - name: team
    route: {namespace: team-ns, name: team-rest}
    tokenFile: /var/run/team/token
catalogs:
  - {name: model-catalog, url: 'http://127.0.0.1:8080'}
`);

    expect(config.registries).toEqual([
      {
        name: 'public',
        url: 'https://registry.example.com/prefix',
        token: { env: 'PUBLIC_TOKEN' },
        caFile: '/etc/ca/public.crt',
      },
      {
        name: 'team',
        route: { namespace: 'team-ns', name: 'team-rest' },
        token: { file: '/var/run/team/token' },
      },
    ]);
    expect(config.catalogs).toEqual([
      { name: 'model-catalog', url: 'http://127.0.0.1:8080' },
    ]);
  });

  it('gives rules of owners, versions and definitions in the terms of the library', () => {
    const config = configOf(`
versions: latest:3
owners:
  transform:
    stripDomain: false
    replace: [{match: '^kube:(.+)$', with: 'kube-$1'}]
    map: {kube:admin: group:platform}
  namespaces: {team-*: group:team}
definitions:
  tokens:
    - server: demo/granite
      origin: https://granite.example.com
      secretRef: {namespace: demo, name: granite, key: token}
`);

    expect(config.versions).toEqual({ latest: 3 });
    expect(config.owners?.transform?.replace).toEqual([
      { match: /^kube:(.+)$/, with: 'kube-$1' },
    ]);
    expect(config.owners?.transform?.map?.get('kube:admin')).toBe(
      'group:platform',
    );
    expect(config.owners?.namespaces?.get('team-*')).toBe('group:team');
    expect(config.definitions?.tokens).toEqual([
      {
        server: 'demo/granite',
        origin: 'https://granite.example.com',
        from: { secret: { namespace: 'demo', name: 'granite', key: 'token' } },
      },
    ]);
  });

  it.each([
    ['regestries: []', 'regestries: is no known key'],
    [
      'registries: [{name: a, url: "https://a"}, {name: b, urll: x}]',
      'registries[1].urll: is no known key',
    ],
    [
      'registries: [{name: a, url: "ftp://a"}]',
      'registries[0].url: is no http or https URL',
    ],
    [
      'registries: [{name: a, url: "https://me:secret@a"}]',
      'registries[0].url: must hold no user or password; use tokenFile or tokenEnv',
    ],
    [
      'registries: [{name: a}]',
      'registries[0].url: is missing; give a url or a route',
    ],
    [
      'registries: [{name: a, url: "https://a", route: {namespace: n, name: r}}]',
      'registries[0].route: must not be given beside url',
    ],
    [
      'registries: [{name: a, url: "http://a", tokenEnv: T}]',
      'registries[0].url: must be https: a token would travel in plain text',
    ],
    [
      'registries: [{name: a, url: "https://a", tokenEnv: T, tokenFile: f}]',
      'registries[0].tokenEnv: must not be given beside tokenFile',
    ],
    [
      'catalogs: [{name: a, url: "https://a"}, {name: a, url: "https://b"}]',
      'catalogs[1].name: "a" is the name of another one',
    ],
    ['registries: {}', 'registries: must be a list'],
    ['registries: [null]', 'registries[0]: must be a mapping'],
    ['registries: [{url: "https://a"}]', 'registries[0].name: is missing'],
    [
      'discovery: {registries: "yes"}',
      'discovery.registries: must be true or false',
    ],
    [
      'namespaces: {selector: "a==="}',
      'namespaces.selector: is no label selector; write e.g. team=ai,env in (dev,test),!hidden',
    ],
    [
      'namespaces: {include: [Team]}',
      'namespaces.include[0]: is no name of a namespace, in which * and ? may stand',
    ],
    ['selection: some', 'selection: must be opt-out or opt-in'],
    [
      'versions: latest:0',
      'versions: must be all, deployed or latest:N with N from 1',
    ],
    ['versions: 3', 'versions: must be a text'],
    [
      'owners: {transform: {replace: [{match: "(", with: ""}]}}',
      'owners.transform.replace[0].match: is no regular expression (Invalid regular expression: /(/: Unterminated group)',
    ],
    [
      'owners: {transform: {map: {"a b": "x y z"}}}',
      'owners.transform.map["a b"]: is no user or group reference; write e.g. alice or group:team-a',
    ],
    [
      'owners: {namespaces: {"Bad Name": group:a}}',
      'owners.namespaces["Bad Name"]: is no name of a namespace, in which * and ? may stand',
    ],
    [
      'techdocs: {allowedHosts: ["https://a"]}',
      'techdocs.allowedHosts[0]: is no host; write host or host:port, in lower case',
    ],
    [
      'definitions: {tokens: [{server: a/b, origin: "https://a/x", secretFile: f}]}',
      'definitions.tokens[0].origin: is no origin; write https://host or https://host:port',
    ],
    [
      'definitions: {tokens: [{server: a/b, origin: "https://a"}]}',
      'definitions.tokens[0].secretFile: is missing; give a secretFile or a secretRef',
    ],
    ['__proto__: {a: 1}', '__proto__: is no known key'],
    ['constructor: 1', 'constructor: is no known key'],
    ['- a', 'the file: must be a mapping'],
    ['a: 1\na: 2', 'Map keys must be unique at line 2, column 1'],
    ['{', 'Flow map must end with a } at line 1, column 2'],
  ])('%j: %s', (text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem);
  });

  it('names all problems at once', () => {
    expect(
      problemsOf(
        'regs: 1\nversions: x\nowners: {default: a b}\nlifecycle: {typo: 1}',
      ),
    ).toEqual([
      'versions: must be all, deployed or latest:N with N from 1',
      'owners.default: is no user or group reference; write e.g. alice or group:team-a',
      'lifecycle.typo: is no known key',
      'regs: is no known key',
    ]);
  });

  it('is refused when aliases multiply it', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      const before = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array(9).fill(before).join(', ')}]`);
    }

    expect(problemsOf(lines.join('\n')).join()).toContain(
      'Excessive alias count',
    );
  });

  it.each([
    ['lists', '['.repeat(100_000)],
    ['mappings', '{a: '.repeat(50_000)],
    ['closed lists', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ])('is refused when %s are nested very deeply', (_kind, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
});
