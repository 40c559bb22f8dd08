import { digestOf } from '@model-catalog/common';
import fc from 'fast-check';
import { aServer, aVersion } from '../../__testUtils__/builders';
import { asStored, run } from '../../__testUtils__/normalising';
import type { NormaliseOutput } from '../types';
import { blobsOf, packStored, unpacked } from '../../records/stored';
import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../../sources/objects';

const SPECS = ['one', 'two'].map(
  title => `openapi: 3.1.0\ninfo: {title: ${title}, version: "1"}\npaths: {}\n`,
);
const BAD = 'this is no definition';
const TEXTS = [...SPECS, BAD];
const digest = fc.option(
  fc.constantFrom(...TEXTS).map(text => digestOf(text)),
  { nil: undefined, freq: 2 },
);

/** One change of what the sources say, or of what is at hand. */
const step = fc.oneof(
  fc.record({
    server: fc.record({
      apiSpecDigest: digest,
      displayName: fc.constantFrom(undefined, 'Granite'),
      state: fc.constantFrom('ready' as const, 'failed' as const),
      link: fc.constantFrom(undefined, {
        registry: 'public',
        modelId: '1',
        versionId: '2',
      }),
      properties: fc.constantFrom<Record<string, string>[]>(
        {},
        { Owner: 'team-a' },
        { Owner: '///' },
      ),
    }),
  }),
  fc.record({
    version: fc.record({
      apiSpecDigest: digest,
      labels: fc.constantFrom<string[][]>([], ['chat']),
    }),
  }),
  fc.record({
    api: fc.option(
      fc.record({
        definitionDigest: digest,
        servedModels: fc.constantFrom<(string[] | undefined)[]>(undefined, [
          'served',
        ]),
      }),
      { nil: undefined },
    ),
  }),
  fc.record({ texts: fc.subarray(TEXTS) }),
  fc.record({ group: fc.constantFrom(undefined, 'team-b') }),
  fc.record({ isStored: fc.boolean(), isLost: fc.boolean() }),
);

const plainly = ({ records, ...rest }: NormaliseOutput) => ({
  ...rest,
  records: records.map(unpacked),
});

it.each([
  ['as objects', undefined],
  ['packed', packStored],
])(
  'gives what would be made anew, whatever changed and can be read: %s',
  (_how, keep) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        let server: InferenceServer = aServer();
        let version: RegistryVersion = aVersion();
        let api: ServerApi | undefined;
        let texts: string[] = TEXTS;
        const groups: { now?: string } = {};
        const groupOf = () => groups.now;
        let stored = new Map();
        let missingTexts = new Set<string>();
        for (const change of steps) {
          if ('server' in change) {
            server = aServer(change.server);
          } else if ('version' in change) {
            version = aVersion(change.version);
          } else if ('api' in change) {
            api = change.api && { id: server.id, ...change.api };
          } else if ('texts' in change) {
            texts = change.texts;
          } else if ('group' in change) {
            groups.now = change.group;
          }
          const input = {
            servers: [server],
            registryObjects: [version],
            apis: api ? [api] : [],
            groupOf,
            stored,
            missingTexts,
          };
          const remembered = run(input, texts, keep);
          const { groupOf: _, ...plain } = input;
          const anew = run(
            {
              ...structuredClone({ ...plain, stored: new Map() }),
              stored,
              groupOf,
            },
            texts,
          );
          expect(plainly(remembered)).toEqual(plainly(anew));
          if ('isStored' in change && change.isStored) {
            stored = asStored(remembered);
            missingTexts = new Set(
              change.isLost ? remembered.records.flatMap(blobsOf) : [],
            );
          }
        }
      }),
      { numRuns: 120 },
    );
  },
);

it('gives the stored record itself where it is the same', () => {
  const input = { servers: [aServer()], registryObjects: [aVersion()] };
  const first = run(input);
  const stored = structuredClone(asStored(first));
  run({ ...structuredClone(input), stored });
  const again = run({ ...input, stored: asStored(first) });

  expect(again.records.map(one => first.records.includes(one))).toEqual(
    first.records.map(() => true),
  );
});
