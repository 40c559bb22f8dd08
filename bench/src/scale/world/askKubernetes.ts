import { request } from 'node:https';
import type { Simulator } from '@model-catalog/rhoai-simulator';

type Question = {
  method: string;
  path: string;
  body?: { type: string; text: string };
};

/** One request to the Kubernetes API as its admin; gives the text of the answer. */
export function askKubernetes(
  { kubernetes }: Simulator,
  { method, path, body }: Question,
): Promise<string> {
  const { url: base, caPem, token } = kubernetes;
  return new Promise((resolve, reject) => {
    const call = request(
      new URL(path, base),
      {
        method,
        ca: caPem,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': body.type }),
        },
      },
      answer => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (answer.statusCode === 200) {
            resolve(text);
          } else {
            reject(
              new Error(`${method} ${path} answered ${answer.statusCode}`),
            );
          }
        });
      },
    );
    call.on('error', reject);
    call.end(body?.text);
  });
}
