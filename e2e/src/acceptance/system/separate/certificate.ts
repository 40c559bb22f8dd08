import { md, pki } from 'node-forge';

const HOUR_MS = 3_600_000;
const DNS_NAME = 2;

/** A key and a certificate for a host that vouches for itself, both PEM; valid for two hours. */
export function certificateFor(host: string): { cert: string; key: string } {
  const keys = pki.rsa.generateKeyPair(2048);
  const certificate = pki.createCertificate();
  const subject = [{ name: 'commonName', value: 'router' }];
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - HOUR_MS);
  certificate.validity.notAfter = new Date(Date.now() + HOUR_MS);
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: DNS_NAME, value: host }] },
  ]);
  certificate.sign(keys.privateKey, md.sha256.create());
  return {
    cert: pki.certificateToPem(certificate),
    key: pki.privateKeyToPem(keys.privateKey),
  };
}
