import type { NextFunction, Request, Response } from 'express';
import { isRecord } from './body';

/** One part with a file. */
export type Attachment = { content: string; contentType: string; name: string };

const ATTACHMENTS = new WeakMap<Request, Attachment>();

/** The file that came with a request, if there was one. */
export const attachmentOf = (request: Request): Attachment | undefined =>
  ATTACHMENTS.get(request);

function partsOf(body: Buffer, boundary: string): string[] {
  // Byte for byte, as a part may hold anything; texts are decoded afterwards.
  const pieces = body.toString('latin1').split(`--${boundary}`);
  return pieces
    .slice(1, -1)
    .map(piece => piece.replace(/^\r\n/, '').replace(/\r\n$/, ''));
}

const decoded = (text: string) => Buffer.from(text, 'latin1').toString('utf8');

/** Reads a form of several parts that express has left as bytes. */
export function readMultipart(
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  const type = request.headers['content-type'] ?? '';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  const body: unknown = request.body;
  if (!boundary || !Buffer.isBuffer(body)) {
    next();
    return;
  }
  const fields: Record<string, string> = {};
  for (const part of partsOf(body, boundary)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const content = decoded(rest.join('\r\n\r\n'));
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    const file = /filename="([^"]*)"/.exec(head)?.[1];
    if (file === undefined) {
      fields[name] = content;
    } else {
      const contentType =
        /content-type:\s*(\S+)/i.exec(head)?.[1] ?? 'text/plain';
      ATTACHMENTS.set(request, { content, contentType, name: file });
    }
  }
  request.body = isRecord(fields) ? fields : {};
  next();
}
