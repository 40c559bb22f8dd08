import { loadScenarios, parseScenario } from './loadScenarios';

const GOOD = `
title: Something is true
given: {}
expect: {}
`;

describe('loading scenarios', () => {
  it('takes one that says what it must', () => {
    expect(parseScenario('good.yaml', GOOD)).toMatchObject({
      file: 'good.yaml',
      title: 'Something is true',
      release: '3.4',
      steps: [],
    });
  });

  it.each([
    [
      'an unknown key at the top',
      `${GOOD}givn: {}`,
      /^bad\.yaml: the file: .*givn/,
    ],
    [
      'an unknown key inside',
      'title: t\ngiven: {}\nexpect: { entitis: {} }',
      /^bad\.yaml: expect: .*entitis/,
    ],
    [
      'an unknown key of a step',
      `${GOOD}steps: [{ then: x, expect: {}, fial: {} }]`,
      /^bad\.yaml: steps\.0: .*fial/,
    ],
    [
      'an unknown list of a registry',
      'title: t\nexpect: {}\ngiven: { registries: { dev: { model_version: [] } } }',
      /^bad\.yaml: given\.registries\.dev: .*model_version/,
    ],
    [
      'a release that does not exist',
      `${GOOD}release: '3.1'`,
      /^bad\.yaml: release: /,
    ],
    ['no expectation', 'title: t\ngiven: {}', /^bad\.yaml: expect: /],
    ['no YAML', 'title: [', /^bad\.yaml is no YAML/],
  ])('refuses %s, and says where', (_, text, message) => {
    expect(() => parseScenario('bad.yaml', text)).toThrow(message);
  });

  it('finds at least forty, each with a sentence of its own', () => {
    const titles = loadScenarios().map(({ title }) => title);
    expect(titles.length).toBeGreaterThanOrEqual(40);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
