import { request } from 'node:http';
import type { Socket } from 'node:net';

/** A proxy that lets nobody through; its name without user and password. */
function refusal(proxy: URL, why: string): Error {
  return new Error(`The proxy ${proxy.host} (HTTPS_PROXY) ${why}`);
}

/** Opens a connection to `host:port` through a proxy (CONNECT); what runs in it is the caller's. */
export function openTunnel(
  proxy: URL,
  { host, timeoutMs }: { host: string; timeoutMs: number },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { username, password } = proxy;
    const credential = Buffer.from(
      `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
    ).toString('base64');
    const asked = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || 80,
      method: 'CONNECT',
      path: host,
      agent: false,
      timeout: timeoutMs,
      headers: {
        host,
        ...(username ? { 'proxy-authorization': `Basic ${credential}` } : {}),
      },
    });
    asked.on('connect', ({ statusCode }, socket) => {
      socket.setTimeout(0);
      if (statusCode === 200) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(refusal(proxy, `answered ${statusCode} to CONNECT ${host}`));
      }
    });
    asked.on('response', ({ statusCode }) => {
      asked.destroy();
      reject(refusal(proxy, `answered ${statusCode} to CONNECT ${host}`));
    });
    asked.on('timeout', () =>
      asked.destroy(refusal(proxy, `gave no answer within ${timeoutMs} ms`)),
    );
    asked.on('error', error =>
      reject(
        error.message.startsWith('The proxy')
          ? error
          : refusal(proxy, `cannot be reached: ${error.message}`),
      ),
    );
    asked.end();
  });
}
