import { TECHDOCS } from '@model-catalog/common';
import { chooseTechDocs } from './techdocs';

const choose = (
  url: string,
  techdocsHosts: string[] | undefined,
  card?: { key: string; digest: string },
) => {
  const reported: string[] = [];
  const options = {
    cluster: 'local',
    defaultOwner: 'a',
    defaultLifecycle: 'b',
    techdocsHosts,
  };
  const report = (_: string, reason: string) => reported.push(reason);
  return {
    ...chooseTechDocs({ TechDocs: url }, card, { options, report }),
    reported: reported.length,
  };
};

const URL_ = 'https://docs.example.com/a';
const AS_DOCS = { annotations: { [TECHDOCS]: URL_ }, links: [], reported: 0 };
const AS_LINK = {
  annotations: {},
  links: [{ title: 'Documentation', url: URL_ }],
  reported: 1,
};
const NOTHING = { annotations: {}, links: [] };

describe('the TechDocs property', () => {
  it.each([
    ['is passed on when no hosts are configured', undefined, AS_DOCS],
    ['is passed on for a host that is allowed', ['docs.example.com'], AS_DOCS],
    ['is a link for any other host', ['example.com'], AS_LINK],
    ['is a link when no host is allowed', [], AS_LINK],
  ])('%s', (_, hosts, expected) => {
    expect(choose(URL_, hosts)).toEqual(expected);
  });

  it.each([
    ['docs.example.com:8443', 1],
    ['docs.example.com', 1],
    ['docs.example.com:443', 0],
  ])('on a port of its own is allowed by %s', (host, count) => {
    const { annotations } = choose('https://docs.example.com:8443/a', [host]);
    expect(Object.keys(annotations)).toHaveLength(count);
  });

  it('is of no account where there is a card', () => {
    const card = { key: 'a', digest: 'b' };
    expect(choose(URL_, [], card)).toEqual({ ...NOTHING, reported: 0 });
  });

  it('is nothing when it is no URL', () => {
    expect(choose('file:///etc', undefined)).toEqual({
      ...NOTHING,
      reported: 1,
    });
  });
});
