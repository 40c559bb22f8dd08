import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** The body grew beyond what the caller is willing to read. */
class TooLargeError extends Error {
  override readonly name = 'TooLargeError';

  constructor(maxBytes: number) {
    super(`the answer is larger than ${maxBytes} bytes`);
  }
}

function decoded(response: IncomingMessage): Readable {
  switch (response.headers['content-encoding']?.toLowerCase()) {
    case undefined:
    case 'identity':
      return response;
    case 'gzip':
    case 'x-gzip':
      return response.pipe(createGunzip());
    case 'deflate':
      return response.pipe(createInflate());
    case 'br':
      return response.pipe(createBrotliDecompress());
    default:
      throw new Error(
        `the content encoding ${response.headers['content-encoding']} is not known`,
      );
  }
}

/** The body as a stream, decompressed, that fails when the connection ends half way. */
export function openBody(response: IncomingMessage): Readable {
  const stream = decoded(response);
  if (stream !== response) {
    // pipe() carries no errors: a connection cut half way would never end.
    response.on('error', error => stream.destroy(error));
    response.on('aborted', () =>
      stream.destroy(new Error('the connection was closed half way')),
    );
  }
  return stream;
}

/**
 * Reads a body to its end, after decompression. The bound counts decompressed
 * bytes, so a small answer cannot become a large text.
 */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of openBody(response)) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new TooLargeError(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
