import type { ServerResponse } from 'node:http';

/**
 * Holds back the body of an answer and hands it to `finish`, which must end the
 * response. Status and headers stay; Content-Length is dropped.
 */
export function captureBody(
  response: ServerResponse,
  finish: (body: Buffer) => void,
): void {
  const { write, end, writeHead } = response;
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) {
      chunks.push(Buffer.from(chunk));
    }
  };
  Object.assign(response, {
    writeHead: (code: number, headers: unknown) => {
      response.statusCode = code;
      if (typeof headers === 'object' && headers !== null) {
        for (const [name, value] of Object.entries(headers)) {
          response.setHeader(name, String(value));
        }
      }
      return response;
    },
    write: (chunk: unknown) => {
      keep(chunk);
      return true;
    },
    end: (chunk: unknown) => {
      keep(chunk);
      Object.assign(response, { write, end, writeHead });
      response.removeHeader('Content-Length');
      response.removeHeader('ETag');
      finish(Buffer.concat(chunks));
      return response;
    },
  });
}
