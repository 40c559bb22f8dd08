import { spawn } from 'child_process';
import { resolve } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';

const START = resolve(__dirname, '../../../scripts/start.mjs');

/** What `npm start -- --kubeconfig FILE --summary` printed, and how it ended. */
export interface Looked {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs it as a person does, on ports of its own. */
export async function lookAt(...args: string[]): Promise<Looked> {
  const child = spawn(process.execPath, [START, '--summary', ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(await freePort()),
      LOCATION_PORT: String(await freePort()),
      METRICS_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', text => {
    out += text;
  });
  child.stderr.on('data', text => {
    err += text;
  });
  const code = await new Promise<number | null>(done => {
    child.once('close', done);
  });
  return { code, out, err };
}

/** A text in one line, as its wrapping is of no interest. */
export const flat = (text: string) => text.replace(/\s+/g, ' ');
