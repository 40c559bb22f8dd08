import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/**
 * Below the ports that systems give by themselves (Linux from 32768, others
 * from 49152), so that no connection and no server on port 0 takes one in the
 * meantime; above those of the demo.
 */
const FIRST = 20_000;
const BEYOND = 32_000;

/** A range of which this many are taken is not tried any further. */
const MOST_TRIES = 200;

const HOST = '127.0.0.1';

/**
 * Holds the UDP port of the same number until this process ends, as the sign
 * to others who look for a port that this one is given.
 */
function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise(resolve => {
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: HOST, exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}

function nobodyListens(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/**
 * A port of loopback on which nobody listens, for a process that has to be
 * told its port before it starts. Given once, while the process that asked
 * runs: to nobody else who asks here, in this process or another. Who starts a
 * server itself takes port 0 instead.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(FIRST, BEYOND);
    if ((await reserve(port)) && (await nobodyListens(port))) return port;
  }
  throw new Error(
    `No port of ${HOST} from ${FIRST} to ${
      BEYOND - 1
    } is free after ${MOST_TRIES} tries. Stop what listens there.`,
  );
}
