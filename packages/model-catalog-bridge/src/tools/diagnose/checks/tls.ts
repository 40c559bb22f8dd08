import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { proxyFor, type TlsSettings } from '@model-catalog/node';
import type { Finding, Judged } from '../types';

/** What the certificate of a server says. */
export type CertificateFacts = {
  /** Why it is not trusted; absent when it is. */
  flaw?: string;
  subject: string;
  issuer: string;
  /** Milliseconds since the epoch. */
  validTo: number;
  names: string;
};

/** The TLS of one endpoint. */
export type TlsFacts = { url: string } & (
  | { state: 'plain' | 'proxied' }
  | { state: 'failed'; message: string }
  | { state: 'seen'; certificate: CertificateFacts }
);

const PATIENCE_MS = 10_000;

const nameOf = (name: Partial<PeerCertificate['subject']> | undefined) =>
  [name?.CN, name?.O].flat().filter(Boolean).join(', ') || '(no name)';

function certificateOf(socket: TLSSocket): CertificateFacts {
  const { subject, issuer, valid_to, subjectaltname } =
    socket.getPeerCertificate();
  const flaw = socket.authorized
    ? undefined
    : String(socket.authorizationError ?? 'it is not trusted');
  return {
    flaw,
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validTo: Date.parse(valid_to),
    names: (subjectaltname ?? '').slice(0, 400),
  };
}

/**
 * Looks at the certificate of an https URL as our clients would judge it.
 * Nothing is sent: the connection ends after the handshake, and is not
 * verified before, so that a certificate that is not trusted can be told of.
 */
export async function readTls(
  url: string,
  settings: () => Promise<TlsSettings>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TlsFacts> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') {
    return { url, state: 'plain' };
  }
  if (proxyFor(url, environment)) {
    return { url, state: 'proxied' };
  }
  const host = hostname.replace(/^\[|\]$/g, '');
  try {
    const { caPem, onlyTheseCas, servername } = await settings();
    const own = caPem === undefined ? [] : [caPem].flat();
    const certificate = await new Promise<CertificateFacts>(
      (resolve, reject) => {
        const socket = connect({
          host,
          port: Number(port || 443),
          servername: servername ?? (isIP(host) ? undefined : host),
          ca: onlyTheseCas ? own : [...rootCertificates, ...own],
          rejectUnauthorized: false,
          timeout: PATIENCE_MS,
        });
        socket.once('secureConnect', () => {
          resolve(certificateOf(socket));
          socket.destroy();
        });
        socket.once('timeout', () => {
          reject(new Error(`no handshake within ${PATIENCE_MS / 1000} s`));
          socket.destroy();
        });
        socket.once('error', reject);
      },
    );
    return { url, state: 'seen', certificate };
  } catch (error) {
    const message =
      typeof error === 'object' && error !== null && 'message' in error
        ? String(error.message)
        : 'unknown reason';
    return { url, state: 'failed', message };
  }
}

const DAY = 86_400_000;
const SOON = 14 * DAY;

/** What Node calls a flaw, and what is to be done about it. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [
    /CERT_HAS_EXPIRED|certificate has expired/,
    'Renew the certificate of the server',
  ],
  [
    /ALTNAME|Hostname/,
    'Ask by a host name that the certificate contains: name that URL in MR_ROUTE, CATALOG_URL or baseUrl',
  ],
];

const OTHER_STEP =
  'Give the authority that signed it: --ca-file or CA_FILE (in a pod, mount the bundle of the cluster; OpenShift puts it into ConfigMaps labelled config.openshift.io/inject-trusted-cabundle). Do not turn verification off';

function judgeCertificate(
  { flaw, subject, issuer, validTo, names }: CertificateFacts,
  now: number,
): Judged {
  const told = `${subject}, signed by ${issuer}, until ${new Date(validTo)
    .toISOString()
    .slice(0, 10)}`;
  if (flaw !== undefined) {
    const [, step] = STEPS.find(([pattern]) => pattern.test(flaw)) ?? [];
    return {
      verdict: 'fail',
      found: `not trusted (${flaw}): ${told}${names ? `, for ${names}` : ''}`,
      nextStep: step ?? OTHER_STEP,
    };
  }
  return validTo - now > SOON
    ? { verdict: 'ok', found: told }
    : {
        verdict: 'warn',
        found: told,
        nextStep: 'Renew the certificate of the server',
      };
}

function judge(facts: TlsFacts, now: number): Judged {
  const { host, hostname } = new URL(facts.url);
  const isHere = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  switch (facts.state) {
    case 'plain':
      return isHere
        ? { verdict: 'ok', found: `none needed: ${host} is this machine` }
        : {
            verdict: 'warn',
            found: `${host} is asked without TLS, so without a token`,
            nextStep: 'Name an https URL',
          };
    case 'proxied':
      return {
        verdict: 'skipped',
        found: `${host} is reached through the proxy of HTTPS_PROXY`,
      };
    case 'failed':
      return {
        verdict: 'fail',
        found: `${host}: ${facts.message}`,
        nextStep:
          'Look whether something listens there and speaks TLS: openssl s_client -connect HOST:PORT',
      };
    default:
      return judgeCertificate(facts.certificate, now);
  }
}

export function judgeTls(
  facts: TlsFacts,
  { id, title }: Pick<Finding, 'id' | 'title'>,
  now: number,
): Finding {
  return { id, title, ...judge(facts, now) };
}
