import { ok, ref, type Operations } from './operation';

const post = (path: string, id: string, summary: string) => ({
  path,
  method: 'post' as const,
  build: () => ({
    operationId: id,
    summary,
    requestBody: {
      required: true,
      content: {
        'multipart/form-data': { schema: ref('TranscriptionRequest') },
      },
    },
    responses: ok('The text', ref('Transcription')),
  }),
});

/** Operations of models that hear. */
export const audioOperations: Operations = {
  transcriptions: post(
    '/audio/transcriptions',
    'createTranscription',
    'Writes down what is said',
  ),
  translations: post(
    '/audio/translations',
    'createTranslation',
    'Writes down in English what is said',
  ),
};
