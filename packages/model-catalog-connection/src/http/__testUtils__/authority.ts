import { md, pki } from 'node-forge';

/** A certificate authority of a test, and a certificate that it signed. */
export type Authority = { ca: string; cert: string; key: string };

const HOUR_MS = 3_600_000;
const DNS_NAME = 2;
const IP_ADDRESS = 7;

function certificate(subject: string, publicKey: pki.PublicKey) {
  const result = pki.createCertificate();
  result.publicKey = publicKey;
  result.serialNumber = `00${Date.now()}`;
  result.validity.notBefore = new Date(Date.now() - HOUR_MS);
  result.validity.notAfter = new Date(Date.now() + HOUR_MS);
  result.setSubject([{ name: 'commonName', value: subject }]);
  return result;
}

/** Makes a new authority each time; all of them have the given name. The certificate is for 127.0.0.1, or for the host that is named. */
export function createAuthority(name: string, host?: string): Authority {
  const keys = pki.rsa.generateKeyPair(2048);
  const ca = certificate(name, keys.publicKey);
  ca.setIssuer(ca.subject.attributes);
  ca.setExtensions([{ name: 'basicConstraints', cA: true }]);
  ca.sign(keys.privateKey, md.sha256.create());

  const serverKeys = pki.rsa.generateKeyPair(2048);
  const cert = certificate('127.0.0.1', serverKeys.publicKey);
  cert.setIssuer(ca.subject.attributes);
  cert.setExtensions([
    {
      name: 'subjectAltName',
      altNames: [
        host === undefined
          ? { type: IP_ADDRESS, ip: '127.0.0.1' }
          : { type: DNS_NAME, value: host },
      ],
    },
  ]);
  cert.sign(keys.privateKey, md.sha256.create());
  return {
    ca: pki.certificateToPem(ca),
    cert: pki.certificateToPem(cert),
    key: pki.privateKeyToPem(serverKeys.privateKey),
  };
}
