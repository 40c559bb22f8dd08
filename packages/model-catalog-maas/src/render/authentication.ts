import type { AuthProfile } from '../contract/types';

/** As OpenAI's clients expect errors; 3scale takes at most 255 characters and neither quotes of one stroke nor `!`. */
const body = (message: string, type: string, code: string) =>
  JSON.stringify({ error: { message, type, code } });

const JSON_TYPE = 'application/json';

/** What the gateway answers instead of the model. */
const gatewayResponse = {
  errorStatusAuthMissing: 401,
  errorHeadersAuthMissing: JSON_TYPE,
  errorAuthMissing: body(
    'No API key was given. Send it as Authorization: Bearer KEY',
    'invalid_request_error',
    'missing_api_key',
  ),
  errorStatusAuthFailed: 401,
  errorHeadersAuthFailed: JSON_TYPE,
  errorAuthFailed: body(
    'The API key is not valid for this model',
    'invalid_request_error',
    'invalid_api_key',
  ),
  errorStatusNoMatch: 404,
  errorHeadersNoMatch: JSON_TYPE,
  errorNoMatch: body(
    'This path or method is not offered',
    'invalid_request_error',
    'unknown_url',
  ),
  errorStatusLimitsExceeded: 429,
  errorHeadersLimitsExceeded: JSON_TYPE,
  errorLimitsExceeded: body(
    'A limit of your plan is reached. Try again later',
    'rate_limit_error',
    'rate_limit_exceeded',
  ),
};

/** How the key is read from requests, of a Product's `userkey`. */
export const userKeyOf = (authProfile: AuthProfile) => ({
  authUserKey: 'Authorization',
  credentials: authProfile === 'bearer' ? 'authorization' : 'headers',
  gatewayResponse,
});

/** The same in the words of OpenAPI. */
export const securitySchemeOf = (authProfile: AuthProfile) =>
  authProfile === 'bearer'
    ? {
        type: 'http',
        scheme: 'bearer',
        description: 'The API key of an application that is subscribed here',
      }
    : {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description:
          'The API key of an application that is subscribed here, alone or behind "Bearer "',
      };
