import { open, stat } from 'node:fs/promises';
import { messageOf } from '@model-catalog/node';
import { type ParsedConfigFile, parseConfigFile } from './parseConfigFile';

/** A file with hundreds of entries is far smaller. */
const MAX_BYTES = 256 * 1024;

async function readText(path: string): Promise<string> {
  // Before it is opened: to open a pipe waits for its other end.
  const { size, isFile } = await stat(path).then(found => ({
    size: found.size,
    isFile: found.isFile(),
  }));
  if (!isFile) {
    throw new Error('is no file');
  }
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.min(size, MAX_BYTES) + 1),
      position: 0,
    });
    if (bytesRead > MAX_BYTES) {
      throw new Error(`is larger than ${MAX_BYTES / 1024} KiB`);
    }
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Reads a configuration file; what cannot be read is a problem as others. */
export async function readConfigFile(path: string): Promise<ParsedConfigFile> {
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    return { problems: [`cannot be read: ${messageOf(error)}`] };
  }
  return parseConfigFile(text);
}
