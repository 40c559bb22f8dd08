import { z } from 'zod/v4';
import { mayCarryToken } from '@model-catalog/node';
import type { DefinitionToken } from '../types';
import { list, namespace, objectName, origin, text } from './words';

const Token = z
  .strictObject({
    server: text
      .regex(/^[a-z0-9-]{1,63}\/[a-z0-9.-]{1,253}$/, {
        error: 'must be namespace/name',
      })
      .describe('The model server, as namespace/name.'),
    origin: origin
      .refine(mayCarryToken, {
        error: 'must be https: a token would travel in plain text',
      })
      .describe('The only origin that the token is sent to.'),
    secretFile: text.optional().describe('File that holds the token.'),
    secretRef: z
      .strictObject({ namespace, name: objectName, key: text })
      .optional()
      .describe('Secret of Kubernetes that holds the token.'),
  })
  .superRefine(({ secretFile, secretRef }, context) => {
    if ((secretFile === undefined) === (secretRef === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['secretFile'],
        message:
          secretFile === undefined
            ? 'is missing; give a secretFile or a secretRef'
            : 'must not be given beside secretRef',
      });
    }
  })
  .transform(
    ({ server, origin: to, secretFile, secretRef }): DefinitionToken => {
      const from = secretRef
        ? { secret: secretRef }
        : { file: secretFile ?? '' };
      return { server, origin: to, from };
    },
  );

export const Definitions = z.strictObject({
  discover: z
    .boolean()
    .optional()
    .describe(
      'Whether running model servers are asked for their API definition.',
    ),
  tokens: list(Token)
    .optional()
    .describe('Tokens for the definitions of servers that ask for one.'),
});
