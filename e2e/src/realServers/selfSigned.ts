import { isIP } from 'net';
import { md, pki } from 'node-forge';

const HOUR_MS = 3_600_000;
/** Kinds of alternative names, as X.509 counts them. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** A key and a certificate for a host or an address that vouches for itself, both PEM; valid for two hours. */
export function selfSigned(host: string): { cert: string; key: string } {
  const keys = pki.rsa.generateKeyPair(2048);
  const certificate = pki.createCertificate();
  const subject = [{ name: 'commonName', value: 'self-signed' }];
  const altName =
    isIP(host) === 0
      ? { type: DNS_NAME, value: host }
      : { type: IP_ADDRESS, ip: host };
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - HOUR_MS);
  certificate.validity.notAfter = new Date(Date.now() + HOUR_MS);
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [altName] },
  ]);
  certificate.sign(keys.privateKey, md.sha256.create());
  return {
    cert: pki.certificateToPem(certificate),
    key: pki.privateKeyToPem(keys.privateKey),
  };
}
