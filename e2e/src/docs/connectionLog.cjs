// Loaded before a program (node --require): writes down where it connects to,
// and which names it looks up, one line each.
const { appendFileSync } = require('node:fs');
const dns = require('node:dns');
const net = require('node:net');

const file = process.env.CONNECTION_LOG;
const note = (what, where) => appendFileSync(file, `${what} ${where}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectAndNote(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const target =
    typeof first === 'object' && first !== null
      ? first
      : { port: first, host: args[1] };
  note('connect', target.path ?? target.host ?? 'localhost');
  return connect.apply(this, args);
};

for (const api of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    const original = api[name];
    api[name] = function lookUpAndNote(host, ...rest) {
      note('lookup', host);
      return original.call(this, host, ...rest);
    };
  }
}
