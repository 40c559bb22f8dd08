import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Middleware } from '../http';
import { type Fault, type FaultSwitch } from './fault';
import { captureBody } from './capture';
import { emptied, spoilFirstElement } from './spoil';

const PAGE =
  '<!doctype html><html><head><title>Log in</title></head><body><h1>Log in with OpenShift</h1></body></html>';

/** The JSON body of a service's own refusals, by status code. */
export type ErrorBody = (code: number) => unknown;

const plainError: ErrorBody = code => ({
  code: STATUS_CODES[code] ?? String(code),
  message: `injected fault: ${code}`,
});

/** Stands in front of a service and breaks its answers as the switch says. */
export function faultMiddleware(
  faults: FaultSwitch,
  errorBody: ErrorBody = plainError,
): Middleware {
  return (request, response, next) => {
    const target = request.url ?? '/';
    const fault = onStream(
      faults.take(request.method ?? 'GET', target),
      target,
    );
    if (!fault) {
      next();
    } else if (fault.mode === 'slow') {
      delay(fault.ms ?? 5000, response, next);
    } else if (isMissing(fault, target)) {
      request.resume();
      refuse({ mode: 'status', code: 404 }, response, errorBody);
    } else if (DAMAGING.has(fault.mode)) {
      // A watch has no end, so there is nothing to cut or to spoil in it.
      if (!/[?&]watch=(true|1)/.test(target)) {
        captureBody(response, body => damage(fault, response, body));
      }
      next();
    } else {
      request.resume();
      answerInstead(fault, response, errorBody);
    }
  };
}

/** Without asking the service. */
function answerInstead(
  fault: Fault,
  response: ServerResponse,
  errorBody: ErrorBody,
): void {
  if (fault.mode === 'drop') {
    response.destroy();
  } else if (fault.mode !== 'hang') {
    // A hanging request is never answered.
    refuse(fault, response, errorBody);
  }
}

const DAMAGING: ReadonlySet<Fault['mode']> = new Set([
  'truncate',
  'bad-element',
  'empty',
  'lose-answer',
]);

/** A stream that lasts as long as both ends do is cut: kept until it ends it would hang beyond the fault. */
function onStream(fault: Fault | undefined, target: string) {
  const isCut = fault?.mode === 'truncate' && /\/follow(\?|$)/.test(target);
  return isCut ? ({ mode: 'drop' } as const) : fault;
}

/** One thing that a server without its data does not have. */
function isMissing({ mode, ids }: Fault, target: string): boolean {
  const [path = ''] = target.split('?');
  return mode === 'empty' && ids !== undefined && new RegExp(ids).test(path);
}

function delay(ms: number, response: ServerResponse, next: () => void): void {
  const timer = setTimeout(next, ms);
  response.once('close', () => clearTimeout(timer));
}

function damage(fault: Fault, response: ServerResponse, body: Buffer): void {
  if (fault.mode === 'bad-element') {
    response.end(spoilFirstElement(body, fault.variant ?? 'nameless'));
    return;
  }
  if (fault.mode === 'empty') {
    response.end(emptied(body));
    return;
  }
  if (fault.mode === 'lose-answer') {
    response.destroy();
    return;
  }
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (fault.cut !== 'destroy') {
    response.end(half);
    return;
  }
  response.setHeader('Content-Length', body.length);
  response.write(half, () => response.destroy());
}

function refuse(
  fault: Fault,
  response: ServerResponse,
  errorBody: ErrorBody,
): void {
  const code =
    fault.mode === 'html' ? 200 : fault.code ?? (Number(fault.mode) || 500);
  const kind = fault.mode === 'html' ? 'html' : fault.body ?? 'json';
  if (fault.retryAfter !== undefined) {
    response.setHeader('Retry-After', fault.retryAfter);
  }
  if (kind === 'html') {
    response.writeHead(code, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(PAGE);
  } else if (kind === 'text') {
    response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`injected fault: ${code}\n`);
  } else {
    response.writeHead(code, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(errorBody(code)));
  }
}
