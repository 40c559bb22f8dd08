import { request } from 'node:http';
import type { Address } from '@model-catalog/service';

const TIMEOUT_MS = 3_000;
/** More of an answer is not shown. */
const MAX_SHOWN = 4_000;

type Asked = { ready: boolean; write: (text: string) => void };

/** Where this process reaches what listens on an address. */
function reached({ host, port }: Address): Address {
  return /^(::|0\.0\.0\.0)$/.test(host)
    ? { host: '127.0.0.1', port }
    : { host, port };
}

/** Asks a role for its health as the kubelet would; 0 when it is well, else 1. */
export function checkHealth(
  address: Address,
  { ready, write }: Asked,
): Promise<0 | 1> {
  const { host, port } = reached(address);
  const path = ready ? '/readyz' : '/healthz';
  return new Promise(resolve => {
    const end = (isWell: boolean, text: string) => {
      write(`${text.slice(0, MAX_SHOWN)}\n`);
      resolve(isWell ? 0 : 1);
    };
    const asked = request(
      { host, port, path, timeout: TIMEOUT_MS, agent: false },
      response => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', text => {
          body += body.length < MAX_SHOWN ? text : '';
        });
        response.on('end', () => end(response.statusCode === 200, body));
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', error =>
      end(false, `${host}:${port}${path}: ${error.message}`),
    );
    asked.end();
  });
}
