import { deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';

/** What the texts of records have in common, the most frequent last. */
const DICTIONARY = Buffer.from(
  [
    '"previousName":"","artifacts":["oci://","s3://","hf://"],"links":[{"title":"License","url":"https://spdx.org/licenses/Apache-2.0.html"}]',
    '"artifactLocationURL":"","ethics":"","howToUseURL":"","license":"apache-2.0","support":"","training":"","usage":"","authentication":true',
    '"rhdh.modelcatalog.io/serving-runtime":"","rhdh.modelcatalog.io/model-format":"vLLM","rhdh.modelcatalog.io/deployment-mode":"standard","rhdh.modelcatalog.io/resources":"","rhdh.modelcatalog.io/languages":"en","rhdh.modelcatalog.io/provider":"","rhdh.modelcatalog.io/license":""',
    '{"kind":"model","key":"version/","name":"","uri":"//model-catalog.json","source":"model-registry/","title":"","ownerRef":"user:default/","createdAt":"2026-01-01T00:00:00Z","card":{"key":"","digest":""},"artifacts":[],"model":{"name":"","owner":"","lifecycle":"development","description":"","tags":["text-generation"],"annotations":{"rhdh.modelcatalog.io/model-name":""}}}',
    '{"kind":"server","key":"server/local//inferenceservice/","name":"","uri":"//model-catalog.json","source":"kserve","title":"","ownerRef":"group:default/","createdAt":"2026-01-01T00:00:00Z","state":"ready","models":["version/"],"definition":{"digest":"","origin":"server"},"server":{"name":"","owner":"","lifecycle":"production","description":"","tags":[],"API":{"url":"https://","type":"openapi","spec":"blob:"},"homepageURL":"https://","annotations":{"rhdh.modelcatalog.io/external-route-url":"https://","rhdh.modelcatalog.io/internal-service-url":"http://.svc.cluster.local:8080"}}}',
  ].join(''),
);

/** Small windows: records are short, and what zlib allocates for each is what it costs. */
const OPTIONS: ZlibOptions = {
  level: 1,
  windowBits: 12,
  memLevel: 5,
  chunkSize: 2048,
  dictionary: DICTIONARY,
};

/**
 * A short text, compressed, as a string of one byte a character: the engine
 * keeps these without anything beside them, where a Buffer has four objects.
 */
export function pack(text: string): string {
  return deflateRawSync(text, OPTIONS).toString('latin1');
}

export function unpack(packed: string): string {
  return inflateRawSync(Buffer.from(packed, 'latin1'), OPTIONS).toString();
}
