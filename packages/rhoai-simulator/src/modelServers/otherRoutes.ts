import type { Express } from 'express';
import type { ServedModel } from './profile';

/** KServe's own servers with protocol V1, from its published description of the protocol. */
export function kserveV1Routes(app: Express, { modelId }: ServedModel): void {
  app.get('/', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/v1/models', (_request, response) => {
    response.json({ models: [modelId] });
  });
  app.get('/v1/models/:name', (request, response) => {
    const { name } = request.params;
    if (name === modelId) {
      response.json({ name, ready: true });
    } else {
      response
        .status(404)
        .json({ error: `Model with name ${name} does not exist.` });
    }
  });
  app.post(/^\/v1\/models\/[^/]+:predict$/, (_request, response) => {
    response.json({ predictions: [1] });
  });
}

/** Text Embeddings Inference: its own API at the root, OpenAI's embeddings beside it. */
export function teiRoutes(app: Express, { modelId }: ServedModel): void {
  app.get('/info', (_request, response) => {
    response.json({
      model_id: modelId,
      model_sha: 'fca14538aa9956a46526bd1d0d11d69e19b5a101',
      model_dtype: 'float16',
      model_type: { embedding: { pooling: 'cls' } },
      max_input_length: 512,
      version: '1.8.2',
    });
  });
  app.get('/health', (_request, response) => {
    response.status(200).end();
  });
  app.post('/embed', (_request, response) => {
    response.json([[0.0125, -0.3071, 0.2248, 0.0911]]);
  });
  app.post('/v1/embeddings', (_request, response) => {
    const embedding = [0.0125, -0.3071, 0.2248, 0.0911];
    response.json({
      object: 'list',
      model: modelId,
      data: [{ index: 0, object: 'embedding', embedding }],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    });
  });
}

/** OpenVINO Model Server with a text model: OpenAI's API below /v3, nothing at /v1/models. */
export function openVinoRoutes(app: Express, { modelId }: ServedModel): void {
  app.get('/v3/models', (_request, response) => {
    const model = { id: modelId, object: 'model', owned_by: 'OVMS' };
    response.json({
      object: 'list',
      data: [{ ...model, created: 1767322800 }],
    });
  });
  app.post('/v3/chat/completions', (_request, response) => {
    const content = `This is a canned answer of ${modelId}.`;
    response.json({
      object: 'chat.completion',
      model: modelId,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content },
          finish_reason: 'stop',
        },
      ],
    });
  });
  app.get('/v1/config', (_request, response) => {
    const status = { error_code: 'OK', error_message: 'OK' };
    response.json({
      [modelId]: {
        model_version_status: [{ version: '1', state: 'AVAILABLE', status }],
      },
    });
  });
}

/** What an Open Inference Protocol (V2) server says of itself. */
export function serverMetadata(app: Express, name: 'mlserver' | 'triton') {
  app.get('/v2', (_request, response) => {
    response.json({
      name,
      version: name === 'triton' ? '2.61.0' : '1.7.1',
      extensions: name === 'triton' ? ['classification', 'statistics'] : [],
    });
  });
}
