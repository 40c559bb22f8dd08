import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { PORTS, freePorts, wantedPorts } from '../lib/ports.mjs';

const before = { ...process.env };

beforeEach(async () => {
  const ports = await freePorts();
  for (const [name, port] of Object.entries(ports)) {
    process.env[PORTS[name].variable] = String(port);
  }
});

afterEach(() => {
  process.env = { ...before };
});

test('the environment moves each port', async () => {
  const ports = await wantedPorts();
  assert.equal(String(ports.backstage), process.env.PORT);
  assert.equal(String(ports.location), process.env.LOCATION_PORT);
});

test('a taken port is named with its use and the variable that moves it', async () => {
  const server = createServer();
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  process.env.LOCATION_PORT = String(port);
  await assert.rejects(
    wantedPorts(),
    new RegExp(`Port ${port} \\(the location service\\) .*LOCATION_PORT=`),
  );
  await new Promise(resolve => {
    server.close(resolve);
  });
});

test('a port that is no number is refused by name', async () => {
  process.env.PORT = '70x7';
  await assert.rejects(wantedPorts(), /PORT=70x7 is no port number/);
});

test('no port is given twice, nor one of a run of ports', async () => {
  // Each draw comes twice at first: the same port, then one inside of the run.
  let draws = 0;
  const ports = await freePorts(() => {
    draws += 1;
    return 0.5 + Math.floor(draws / 2) / 10000;
  });
  const all = Object.entries(PORTS).flatMap(([name, { count = 1 }]) =>
    Array.from({ length: count }, (_, index) => ports[name] + index),
  );
  assert.equal(new Set(all).size, all.length);
});
