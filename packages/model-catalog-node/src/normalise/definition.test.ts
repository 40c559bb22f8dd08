import { digestOf } from '@model-catalog/common';
import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { asStored, reasons, run, serverOf } from '../__testUtils__/normalising';

describe('the definition of an API', () => {
  const byHand = '{"openapi":"3.1.0","info":{"title":"G","version":"1"}}';
  const ofServer =
    '{"openapi":"3.0.0","info":{"title":"S","version":"1"},"paths":{}}';
  const linked = (apiSpec?: string, properties = {}) => ({
    servers: [aServer()],
    registryObjects: [
      aVersion({ apiSpecDigest: apiSpec && digestOf(apiSpec), properties }),
      aDeployment(),
    ],
    apis: [
      {
        id: 'demo/inferenceservice/granite',
        definitionDigest: digestOf(ofServer),
      },
    ],
  });

  it('is the one set by hand, as written', () => {
    const output = run(linked(byHand), [byHand, ofServer]);

    expect(serverOf(output).definition).toEqual({
      origin: 'property',
      digest: digestOf(byHand),
    });
    expect(serverOf(output).server.API?.spec).toBe(`blob:${digestOf(byHand)}`);
    expect(output.blobs.get(digestOf(byHand))).toBe(byHand);
  });

  it.each([
    ['text that is no document', 'hello: [', /is neither JSON nor YAML/],
    ['JSON of another kind', '{"a":1}', /is no OpenAPI document/],
    ['a document without info', '{"openapi":"3.0.0"}', /info/],
    ['nothing', ' ', /is empty/],
  ])('is that of the running server when %s is set by hand', (_n, bad, why) => {
    const output = run(linked(bad), [bad, ofServer]);

    expect(serverOf(output).definition?.origin).toBe('server');
    expect(reasons(output)).toEqual([expect.stringMatching(why)]);
    expect(reasons(output)[0]).toContain(
      'InferenceService demo/granite API Spec',
    );
  });

  it('takes YAML as well as JSON', () => {
    const yaml = 'openapi: 3.0.0\ninfo: {title: G, version: 1}\npaths: {}\n';

    expect(serverOf(run(linked(yaml), [yaml])).definition?.origin).toBe(
      'property',
    );
  });

  it('of another type is taken as it is', () => {
    const proto = 'service Greeter {}';
    const output = run(linked(proto, { 'API Type': 'grpc' }), [proto]);

    expect(serverOf(output).server.API?.type).toBe('grpc');
    expect(output.issues).toEqual([]);
  });

  it('stays when only the store has its text still', () => {
    const before = run(linked(byHand), [byHand]);
    const after = run({ ...linked(byHand), stored: asStored(before) });

    expect(after.records).toEqual(before.records);
  });

  it('says how to supply the real one when none is known', () => {
    const output = run({ servers: [aServer()] });
    const { digest = '', origin } = serverOf(output).definition ?? {};

    expect(origin).toBe('minimal');
    expect(output.blobs.get(digest)).toContain('API Spec');
  });
});
