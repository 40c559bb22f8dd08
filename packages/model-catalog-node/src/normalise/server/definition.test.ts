import { digestOf } from '@model-catalog/common';
import { aDeployment, aServer, aVersion } from '../../__testUtils__/builders';
import {
  asStored,
  reasons,
  run,
  serverOf,
} from '../../__testUtils__/normalising';

const server = aServer();
const urls = [server.externalUrl, server.internalUrl];
const servers = urls.map(url => ({ url }));
const id = server.id;

/** The document behind the definition that a run chose. */
function documentOf(output: ReturnType<typeof run>) {
  const { digest = '' } = serverOf(output).definition ?? {};
  return JSON.parse(output.blobs.get(digest) ?? 'null');
}

describe('the definition of an API', () => {
  const complete =
    '{"openapi":"3.1.0","info":{"title":"G","version":"1"},"servers":[{"url":"https://g.example.com"}]}';
  const ofServer =
    '{"openapi":"3.0.0","info":{"title":"S","version":"1"},"paths":{}}';
  const linked = (apiSpec?: string, properties = {}) => ({
    servers: [server],
    registryObjects: [
      aVersion({ apiSpecDigest: apiSpec && digestOf(apiSpec), properties }),
      aDeployment(),
    ],
    apis: [{ id, definitionDigest: digestOf(ofServer) }],
  });

  it('is the one set by hand, as written', () => {
    const output = run(linked(complete), [complete, ofServer]);

    expect(serverOf(output).definition).toEqual({
      origin: 'property',
      digest: digestOf(complete),
    });
    expect(serverOf(output).server.API?.spec).toBe(
      `blob:${digestOf(complete)}`,
    );
    expect(output.blobs.get(digestOf(complete))).toBe(complete);
  });

  it('gets the addresses that it lacks', () => {
    const lacking = '{"openapi":"3.0.0","info":{"title":"G","version":"1"}}';
    const output = run(linked(lacking), [lacking]);

    expect(serverOf(output).definition?.origin).toBe('property');
    expect(documentOf(output)).toEqual({ ...JSON.parse(lacking), servers });
  });

  it('prefers the annotation of the server to the property of its version', () => {
    const other = complete.replace('"G"', '"A"');
    const input = linked(complete);
    const annotated = { ...server, apiSpecDigest: digestOf(other) };
    const output = run({ ...input, servers: [annotated] }, [complete, other]);

    expect(documentOf(output).info.title).toBe('A');
  });

  it.each([
    ['text that is no document', 'hello: [', /is neither JSON nor YAML/],
    ['JSON of another kind', '{"a":1}', /is no OpenAPI document/],
    ['a document without info', '{"openapi":"3.0.0"}', /info/],
    ['nothing', ' ', /is empty/],
    [
      'a document of a later time',
      '{"openapi":"4.0.0"}',
      /openapi is not 3\.x/,
    ],
  ])('is that of the running server when %s is set by hand', (_n, bad, why) => {
    const output = run(linked(bad), [bad, ofServer]);

    expect(serverOf(output).definition?.origin).toBe('server');
    expect(reasons(output)).toEqual([expect.stringMatching(why)]);
    expect(reasons(output)[0]).toContain(
      'InferenceService demo/granite API Spec',
    );
  });

  it('takes YAML as well as JSON, and keeps its comments', () => {
    const yaml =
      '# ours\nopenapi: 3.0.0\ninfo: {title: G, version: 1}\npaths: {}\n';
    const output = run(linked(yaml), [yaml]);
    const { digest = '', origin } = serverOf(output).definition ?? {};

    expect(origin).toBe('property');
    expect(output.blobs.get(digest)).toContain('# ours');
    expect(output.blobs.get(digest)).toContain(`- url: ${urls[0]}`);
  });

  it.each([
    ['grpc', 'service Greeter {}'],
    ['graphql', 'type Query { a: String }'],
    ['asyncapi', 'asyncapi: 3.0.0\ninfo: {title: x, version: 1}\n'],
  ])('of type %s is taken as it is', (type, text) => {
    const output = run(linked(text, { 'API Type': type }), [text]);

    expect(serverOf(output).server.API?.type).toBe(type);
    expect(serverOf(output).definition?.digest).toBe(digestOf(text));
    expect(output.issues).toEqual([]);
  });

  it('of another type that is none is reported, and the next is openapi', () => {
    const output = run(linked('hello', { 'API Type': 'grpc' }), [
      'hello',
      ofServer,
    ]);

    expect(serverOf(output).server.API?.type).toBe('openapi');
    expect(serverOf(output).definition?.origin).toBe('server');
    expect(reasons(output)).toEqual([expect.stringMatching(/no protobuf/)]);
  });

  it.each([
    ['as written', complete],
    ['completed', '{"openapi":"3.0.0","info":{"title":"G","version":"1"}}'],
  ])('stays when only the store has its text still: %s', (_, text) => {
    const before = run(linked(text), [text]);
    const after = run({ ...linked(text), stored: asStored(before) });

    expect(after.records).toEqual(before.records);
  });

  it.each([
    ['as written', complete, 'property'],
    [
      'completed',
      '{"openapi":"3.0.0","info":{"title":"G","version":"1"}}',
      'property',
    ],
    ["the server's own", undefined, 'server'],
  ])(
    'stays when the store has lost it and no source has its text: %s',
    (_, text, origin) => {
      const before = run(linked(text), [text ?? ofServer]);
      const after = run({ ...linked(text), decided: asStored(before) });

      expect(serverOf(before).definition?.origin).toBe(origin);
      expect(after.records).toEqual(before.records);
    },
  );

  it.each([
    ['as written', complete],
    ["the server's own", undefined],
  ])('brings its text along when the store has lost both: %s', (_, text) => {
    const before = run(linked(text), [text ?? ofServer]);
    const after = run({ ...linked(text), decided: asStored(before) }, [
      text ?? ofServer,
    ]);

    expect(after.records).toEqual(before.records);
    expect(documentOf(after)).toEqual(documentOf(before));
  });

  it('stays as it was when also the address is another by then', () => {
    const text = '{"openapi":"3.0.0","info":{"title":"G","version":"1"}}';
    const before = run(linked(text), [text]);
    const moved = { ...server, externalUrl: 'https://moved.example.com' };
    const after = run({
      ...linked(text),
      servers: [moved],
      stored: asStored(before),
    });

    expect(serverOf(after).definition).toEqual(serverOf(before).definition);
    const told = run(
      { ...linked(text), servers: [moved], stored: asStored(before) },
      [text],
    );
    expect(documentOf(told).servers[0]).toEqual({ url: moved.externalUrl });
  });
});
