import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { freePort } from './freePort';

const run = promisify(execFile);

/** What another process that binds this UDP port is told. */
async function reservedElsewhere(port: number): Promise<string> {
  const program = `
    const socket = require('node:dgram').createSocket('udp4');
    socket.once('error', ({ code }) => { console.log(code); socket.close(); });
    socket.bind(${port}, '127.0.0.1', () => { console.log('free'); socket.close(); });`;
  const { stdout } = await run(process.execPath, ['-e', program]);
  return stdout.trim();
}

describe('a free port', () => {
  it('is one that can be listened on', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    expect(server.address()).toMatchObject({ port });
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  it('is given to one who asks only', async () => {
    const ports = await Promise.all(Array.from({ length: 300 }, freePort));
    expect(new Set(ports).size).toBe(300);
  });

  it('is reserved for other processes to see', async () => {
    expect(await reservedElsewhere(await freePort())).toBe('EADDRINUSE');
  });

  it('is none that the system gives to connections and to servers on port 0', async () => {
    const range = await readFile(
      '/proc/sys/net/ipv4/ip_local_port_range',
      'utf8',
    ).catch(() => '49152 65535');
    const [lowest = 0] = range.trim().split(/\s+/).map(Number);
    expect(lowest).toBeGreaterThan(0);
    for (let count = 0; count < 50; count += 1) {
      expect(await freePort()).toBeLessThan(lowest);
    }
  });
});
