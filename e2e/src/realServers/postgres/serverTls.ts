import forge from 'node-forge';
import type { ServerTls } from './initialise';

const YEAR_MS = 366 * 24 * 3_600_000;

export type TestAuthority = ServerTls & {
  /** The authority's own certificate, PEM. */
  ca: string;
};

function certificate(subject: string, issuer: string, serial: string) {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const made = forge.pki.createCertificate();
  made.publicKey = keys.publicKey;
  made.serialNumber = serial;
  made.validity.notBefore = new Date(Date.now() - YEAR_MS);
  made.validity.notAfter = new Date(Date.now() + YEAR_MS);
  made.setSubject([{ name: 'commonName', value: subject }]);
  made.setIssuer([{ name: 'commonName', value: issuer }]);
  return { keys, made };
}

/** A certificate for `host` of an authority that nobody knows. */
export function serverTls(host: string): TestAuthority {
  const authority = certificate('Test authority', 'Test authority', '01');
  authority.made.setExtensions([{ name: 'basicConstraints', cA: true }]);
  authority.made.sign(authority.keys.privateKey, forge.md.sha256.create());
  const server = certificate(host, 'Test authority', '02');
  server.made.setExtensions([
    { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
  ]);
  server.made.sign(authority.keys.privateKey, forge.md.sha256.create());
  return {
    key: forge.pki.privateKeyToPem(server.keys.privateKey),
    cert: forge.pki.certificateToPem(server.made),
    ca: forge.pki.certificateToPem(authority.made),
  };
}
