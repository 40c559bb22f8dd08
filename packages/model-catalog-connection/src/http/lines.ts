import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** How much a reader of lines is willing to take, in bytes after decompression. */
export type LineBounds = {
  maxBytes: number;
  maxLineBytes: number;
  /** Called whenever something has come. */
  onProgress?: () => void;
};

/**
 * Calls `onLine` with each line of a text, without its end; lines without
 * content are passed over. A last line without a line end counts too.
 *
 * @throws Error when a line or the whole is longer than allowed
 */
export async function readLines(
  stream: Readable,
  { maxBytes, maxLineBytes, onProgress }: LineBounds,
  onLine: (line: string) => void,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let restLength = 0;
  let size = 0;
  const end = () => {
    const line = rest.join('');
    rest = [];
    restLength = 0;
    if (line.trim() !== '') {
      onLine(line);
    }
  };
  const add = (text: string) => {
    rest.push(text);
    restLength += text.length;
    // A character is at least one byte, so this bounds the memory as well.
    if (restLength > maxLineBytes) {
      throw new Error(`a line is longer than ${maxLineBytes} bytes`);
    }
  };
  for await (const chunk of stream) {
    onProgress?.();
    size += chunk.length;
    if (size > maxBytes) {
      throw new Error(`the answer is larger than ${maxBytes} bytes`);
    }
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    add(first);
    for (const text of others) {
      end();
      add(text);
    }
  }
  add(decoder.end());
  end();
}
