import express, { type Express, type RequestHandler } from 'express';
import { z } from 'zod/v4';
import {
  listen,
  type Middleware,
  type RunningServer,
  withMiddleware,
} from '../http';
import { documentPath, openApiDocument } from './openapi';
import {
  kserveV1Routes,
  openVinoRoutes,
  serverMetadata,
  teiRoutes,
} from './otherRoutes';
import type { ServedModel, ServerProfile } from './profile';
import { chatEvents, sendEvents, streamOf } from './streaming';

/** One model server to start. */
export interface ModelServerOptions {
  readonly served: ServedModel;
  readonly port: number;
  /** Bearer tokens that are let in; absent: no authentication. */
  readonly tokens?: readonly string[];
  readonly middleware: readonly Middleware[];
}

/** Starts one model server on loopback. Throws PortError when the port is taken. */
export function startModelServer(
  options: ModelServerOptions,
): Promise<RunningServer> {
  return listen({
    service: 'model-servers',
    port: options.port,
    handler: withMiddleware(options.middleware, modelServerApp(options)),
  });
}

/** The routes of a model server: canned answers of the right form. */
export function modelServerApp(options: {
  readonly served: ServedModel;
  readonly tokens?: readonly string[];
}): Express {
  const app = express();
  app.disable('x-powered-by');
  if (options.tokens) {
    app.use(requireToken(options.tokens));
  }
  app.use(express.json({ limit: '1mb' }));
  const document = openApiDocument(options.served);
  if (document) {
    app.get(documentPath(options.served.profile), (_request, response) => {
      response.json(document);
    });
  }
  ROUTES[options.served.profile](app, options.served);
  app.use((_request, response) => {
    response.status(404).json({ detail: 'Not Found' });
  });
  return app;
}

type Routes = (app: Express, served: ServedModel) => void;

const v2: Routes = (app, { modelId }) => inferenceRoutes(app, modelId);
const ROUTES: Readonly<Record<ServerProfile, Routes>> = {
  vllm: openAiRoutes,
  'vllm-embedding': openAiRoutes,
  'vllm-audio': openAiRoutes,
  'vllm-undocumented': openAiRoutes,
  'kserve-v2': v2,
  undocumented: v2,
  'kserve-v1': kserveV1Routes,
  mlserver: (app, served) => {
    serverMetadata(app, 'mlserver');
    v2(app, served);
  },
  triton: (app, served) => {
    serverMetadata(app, 'triton');
    v2(app, served);
  },
  openvino: openVinoRoutes,
  tei: teiRoutes,
};

/** As the proxy in front of a protected server answers. */
function requireToken(tokens: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const match = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '');
    if (match?.[1] && tokens.includes(match[1])) {
      next();
      return;
    }
    response.status(401).type('text/plain').send('Unauthorized\n');
  };
}

const bodySchema = z.object({ model: z.string().optional() });

function openAiRoutes(app: Express, served: ServedModel): void {
  const { modelId } = served;
  app.get('/health', (_request, response) => {
    response.status(200).end();
  });
  app.get('/version', (_request, response) => {
    response.json({ version: '0.11.0' });
  });
  app.get('/v1/models', (_request, response) => {
    const model = { id: modelId, object: 'model', owned_by: 'vllm' };
    response.json({
      object: 'list',
      data: [
        { ...model, created: 1767322800, root: modelId, max_model_len: 8192 },
      ],
    });
  });
  const known = knownModel(modelId);
  if (served.profile === 'vllm-embedding') {
    app.post('/v1/embeddings', known, (_request, response) => {
      const embedding = [0.0125, -0.3071, 0.2248, 0.0911];
      response.json({
        object: 'list',
        model: modelId,
        data: [{ index: 0, object: 'embedding', embedding }],
        usage: { prompt_tokens: 4, total_tokens: 4 },
      });
    });
  } else if (served.profile === 'vllm-audio') {
    app.post('/v1/audio/transcriptions', (_request, response) => {
      response.json({ text: 'This is a canned transcription.' });
    });
  } else {
    app.post('/v1/chat/completions', known, (request, response) => {
      const { isAsked, withUsage } = streamOf(request.body);
      const answer = chatAnswer(modelId);
      if (isAsked) sendEvents(response, chatEvents(answer, withUsage));
      else response.json(chatCompletion(answer));
    });
    app.post('/v1/completions', known, (_request, response) => {
      const text = `This is a canned completion of ${modelId}.`;
      response.json({
        id: 'cmpl-simulated',
        object: 'text_completion',
        model: modelId,
        choices: [{ index: 0, text, finish_reason: 'stop' }],
      });
    });
  }
}

/** Refuses a request that names another model. */
function knownModel(modelId: string): RequestHandler {
  return (request, response, next) => {
    const body = bodySchema.safeParse(request.body);
    const asked = body.success ? body.data.model : undefined;
    if (asked === undefined || asked === modelId) {
      next();
      return;
    }
    response.status(404).json({
      error: {
        message: `The model \`${asked}\` does not exist.`,
        type: 'NotFoundError',
        code: 404,
      },
    });
  };
}

const chatAnswer = (model: string) => ({
  model,
  content: `This is a canned answer of ${model}.`,
  usage: { prompt_tokens: 9, completion_tokens: 8, total_tokens: 17 },
});

function chatCompletion({
  model,
  content,
  usage,
}: ReturnType<typeof chatAnswer>) {
  return {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: 1767322800,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content },
        finish_reason: 'stop',
      },
    ],
    usage,
  };
}

function inferenceRoutes(app: Express, model: string): void {
  app.get('/v2/health/:kind', (_request, response) => {
    response.json({ live: true, ready: true });
  });
  app.get('/v2/models/:name', (request, response) => {
    if (request.params.name !== model) {
      response.status(404).json({
        error: `Model with name ${request.params.name} does not exist.`,
      });
      return;
    }
    response.json({
      name: model,
      versions: ['1'],
      platform: 'onnx',
      inputs: [{ name: 'dense_input', datatype: 'FP32', shape: [-1, 5] }],
      outputs: [{ name: 'dense_3', datatype: 'FP32', shape: [-1, 1] }],
    });
  });
  app.get('/v2/models/:name/ready', (_request, response) => {
    response.json({ name: model, ready: true });
  });
  app.post('/v2/models/:name/infer', (_request, response) => {
    const output = { name: 'dense_3', datatype: 'FP32', shape: [1, 1] };
    response.json({
      model_name: model,
      model_version: '1',
      outputs: [{ ...output, data: [0.0173] }],
    });
  });
}
