import type { Asked } from '../contract/asked';
import { ASKED } from '../contract/labels';
import type {
  Problem,
  PublishableServer,
  RenderSettings,
} from '../contract/types';
import type { ChosenProfile } from '../profiles/choose';

const TOKEN_FIELD = `metadata.annotations["${ASKED.tokenMetrics}"]`;

/** Whether the gateway can reach the model. */
export function endpointProblems(
  server: PublishableServer,
  settings: RenderSettings,
): Problem[] {
  const { endpoint, endpointProblem, demandsToken } = server;
  if (endpoint === undefined) {
    return [
      {
        field: 'status',
        message:
          endpointProblem ??
          'no Service of the model is known: is it deployed?',
        severity: 'error',
      },
    ];
  }
  return demandsToken && settings.modelTokenSecret === undefined
    ? [
        {
          field: 'metadata.annotations["security.opendatahub.io/enable-auth"]',
          message:
            'the model asks for a token, and the publisher has none to send: name a Secret with one in its setting modelTokenSecret, or turn the token off as the gateway asks for a key',
          severity: 'error',
        },
      ]
    : [];
}

/**
 * Whether tokens can be counted.
 *
 * | asked | operations | counted |
 * |---|---|---|
 * | no | any | no |
 * | yes | none answers with tokens | no, with a warning |
 * | yes | some take forms: the policy that counts cannot read these | an error |
 * | yes | else | yes; those with empty answers are left out, as the policy takes them for broken |
 */
export function tokenReading(
  asked: Asked,
  profile: ChosenProfile,
): { tokens: boolean; profile: ChosenProfile; problems: Problem[] } {
  const { name, operations } = profile;
  if (!asked.tokenMetrics) {
    return { tokens: false, profile, problems: [] };
  }
  const form = operations.find(({ multipart }) => multipart);
  if (form) {
    const message = `cannot be true: the policy that counts tokens reads JSON only, and ${form.path} takes forms`;
    return {
      tokens: false,
      profile,
      problems: [{ field: TOKEN_FIELD, message, severity: 'error' }],
    };
  }
  const tokens = operations.some(one => one.tokens);
  const message = `has no effect: no operation of the profile ${name} answers with a number of tokens`;
  return {
    tokens,
    profile: tokens
      ? { ...profile, operations: operations.filter(one => !one.empty) }
      : profile,
    problems: tokens
      ? []
      : [{ field: TOKEN_FIELD, message, severity: 'warning' }],
  };
}
