import type { IncomingMessage } from 'node:http';
import { isJsonObject } from '../object';
import { badRequest } from '../status';
import type { Writer, WriterLike } from './writes';

/** Who writes: as the query says, else the program's name in the user agent. */
export function managerOf(
  request: IncomingMessage,
  params: URLSearchParams,
): string {
  const agent = request.headers['user-agent']?.split('/')[0];
  return params.get('fieldManager') || agent || 'unknown';
}

/** As of PatchOptions and DeleteOptions: the query or the body says it. */
function isDryRun(params: URLSearchParams, options: unknown): boolean {
  const inBody = isJsonObject(options) ? options.dryRun : undefined;
  const asked = [
    ...params.getAll('dryRun'),
    ...(Array.isArray(inBody) ? inBody.map(String) : []),
  ];
  const unknown = asked.find(text => text !== 'All');
  if (unknown !== undefined) {
    throw badRequest(
      `dryRun: Unsupported value: ${JSON.stringify(
        unknown,
      )}: supported values: "All"`,
    );
  }
  return asked.length > 0;
}

/** The writer, or with `dryRun=All` one that checks all and stores nothing. */
export function dryRunOf(
  writer: Writer,
  params: URLSearchParams,
  options?: unknown,
): WriterLike {
  const { store, now } = writer;
  return isDryRun(params, options)
    ? {
        now,
        store: {
          get: (...args) => store.get(...args),
          list: (...args) => store.list(...args),
          remove: () => {},
          write: (_type, make) => make(String(store.revision)),
        },
      }
    : writer;
}
