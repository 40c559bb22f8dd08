import { aServer } from '../../__testUtils__/builders';
import { run, serverOf } from '../../__testUtils__/normalising';
import type { ServerApi } from '../../sources/objects';

const server = (properties: Record<string, string> = {}) =>
  aServer({ properties });
const api = (protocol: ServerApi['protocol']): ServerApi => ({
  id: aServer().id,
  protocol,
  offers: [],
});

describe('what callers speak with a server', () => {
  it.each<[string, ServerApi[], Record<string, string>, string | undefined]>([
    ['recognised', [api('openai')], {}, 'openai-v1'],
    ['recognised', [api('open-inference-v2')], {}, 'open-inference-v2'],
    [
      'as written, whatever was recognised',
      [api('openai')],
      { 'rhdh.io/serverType': ' anthropic ' },
      'anthropic',
    ],
    [
      'not at any length',
      [],
      { 'rhdh.io/serverType': 'x'.repeat(1000) },
      'x'.repeat(63),
    ],
  ])('is %s', (_, apis, properties, expected) => {
    const output = run({ servers: [server(properties)], apis });
    expect(serverOf(output).serverType).toBe(expected);
  });
});
