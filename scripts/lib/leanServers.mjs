/** What the libraries of our servers bring along for what our servers never do; see `lean.mjs`. */
export const SERVER_PARTS = [
  // Of what sends files, express uses the names of types in every answer.
  {
    by: /node_modules\/express\/lib/,
    what: /^send$/,
    with: () => `
      const TYPES = { html: 'text/html', json: 'application/json', text: 'text/plain', txt: 'text/plain', bin: 'application/octet-stream' };
      const HAS_CHARSET = /^text\\/|^application\\/(javascript|json)/;
      exports.mime = {
        lookup: name => TYPES[name] ?? TYPES.bin,
        charsets: { lookup: type => HAS_CHARSET.test(type) ? 'UTF-8' : undefined },
      };`,
  },
  {
    by: /node_modules\/express\/lib/,
    what: /^serve-static$/,
    with: () =>
      'module.exports = () => { throw new Error("serve-static is not in this bundle"); };',
  },
  // Logs go to standard output, from the thread that writes them.
  {
    by: /node_modules\/pino\/lib/,
    what: /^thread-stream$/,
    with: () =>
      'module.exports = class { constructor() { throw new Error("thread-stream is not in this bundle"); } };',
  },
  // What is traced is not ours to know; the metric of processor time asks for it.
  {
    by: /node_modules\/prom-client\/lib/,
    what: /^@opentelemetry\/api$/,
    with: () => `
      exports.trace = { getSpan: () => undefined };
      exports.context = { active: () => undefined };`,
  },
];
