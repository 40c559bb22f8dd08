import { isHttpError, messageOf } from '@model-catalog/node';

const TLS_STEP =
  'Give the authority that signed its certificate (--ca-file or CA_FILE), or ask by a host name that the certificate contains';
const NETWORK_STEP =
  'Look whether the address is right and reachable from here (DNS, NetworkPolicy, HTTPS_PROXY and NO_PROXY)';

/** What is to be done where something could not be asked, as far as the failure itself tells it. */
export function stepFor(error: unknown): string | undefined {
  if (!isHttpError(error)) {
    return undefined;
  }
  switch (error.kind) {
    case 'tls':
      return TLS_STEP;
    case 'network':
    case 'timeout':
      return NETWORK_STEP;
    case 'redirect':
      return 'Name the address that it leads to, if that is the one; a credential is not sent elsewhere';
    case 'content':
      return 'Look whether the address is that of the API, and not of a page or of a login in front of it';
    default:
      return error.status === 401
        ? 'Give a token that is valid: see the checks of tokens'
        : undefined;
  }
}

/** An error in words; those of the clients hold no credential. */
export const inWords = (error: unknown): string => messageOf(error);
