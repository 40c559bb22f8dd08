import express, { type ErrorRequestHandler, type Express } from 'express';
import { ZodError, z } from 'zod/v4';
import { listen, type RunningServer } from '../http';
import { ApiError as KubernetesRefusal } from '../kubernetes/status';
import { ApiError as RegistryRefusal } from '../registry';
import type { Command } from './command';
import type { ControlContext } from './context';
import { deploy, remove, start, stop } from './deployCommands';
import { CommandError } from './errors';
import {
  breakService,
  compact,
  dropWatches,
  heal,
  requests,
} from './faultCommands';
import { list } from './listCommand';
import {
  annotate,
  label,
  listObjects,
  removeObject,
  writeObject,
} from './objectCommands';
import {
  archive,
  describeVersion,
  register,
  setCard,
  unarchive,
} from './registryCommands';

const COMMANDS: Readonly<Record<string, Command>> = {
  deploy,
  stop,
  start,
  delete: remove,
  register,
  archive,
  unarchive,
  'set-card': setCard,
  break: breakService,
  heal,
  list,
  requests,
  'drop-watches': dropWatches,
  compact,
  annotate,
  label,
  describe: describeVersion,
  objects: listObjects,
  'write-object': writeObject,
  'delete-object': removeObject,
};

/** Where the parts of the simulator are. */
export interface Endpoints {
  readonly kubernetes: string;
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  readonly registry: string;
  readonly catalog: string;
}

/** The running control API. */
export type ControlServer = RunningServer;

/**
 * Starts the control API on loopback: `GET /endpoints`, and
 * `POST /commands/<command>` with a JSON body. Refusals are
 * `{error, next}` with status 400, 404 or 409.
 */
export function startControl(options: {
  readonly port: number;
  readonly context: ControlContext;
  readonly endpoints: Endpoints;
}): Promise<ControlServer> {
  return listen({
    service: 'control',
    port: options.port,
    handler: controlApp(options.context, options.endpoints),
  });
}

function controlApp(context: ControlContext, endpoints: Endpoints): Express {
  const app = express();
  app.disable('x-powered-by');
  // A page in a browser can post text, but not JSON, to another origin unasked.
  app.use(express.json({ limit: '4mb', type: 'application/json' }));
  app.get('/endpoints', (_request, response) => {
    response.json(endpoints);
  });
  app.post('/commands/:name', (request, response) => {
    const known = COMMANDS[request.params.name];
    if (!known) {
      response.status(404).json({
        error: `There is no command "${request.params.name}".`,
        next: `Commands: ${Object.keys(COMMANDS).join(', ')}.`,
      });
      return;
    }
    if (!request.is('application/json')) {
      response.status(415).json({
        error: 'The request has no JSON body.',
        next: 'Send Content-Type: application/json and a body, {} if need be.',
      });
      return;
    }
    try {
      response.json(known.execute(context, request.body));
    } catch (error) {
      response.status(400).json(refusalOf(error));
    }
  });
  app.use(unreadable);
  return app;
}

/** The body could not be read; express asks for all four parameters. */
// eslint-disable-next-line max-params
const unreadable: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(400).json({
    error: `The body cannot be read: ${String(error)}`,
    next: 'Send one JSON object of at most 4 MB.',
  });
};

function refusalOf(error: unknown): { error: string; next: string } {
  if (error instanceof CommandError) {
    return { error: error.message, next: error.next };
  }
  if (error instanceof ZodError) {
    return {
      error: `The input does not fit: ${z.prettifyError(error)}`,
      next: 'Run the command with --help.',
    };
  }
  if (error instanceof KubernetesRefusal || error instanceof RegistryRefusal) {
    return { error: error.message, next: 'Change the input and try again.' };
  }
  return {
    error: `The simulator failed: ${String(error)}`,
    next: 'This is a defect of the simulator.',
  };
}
