import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';

/** PEM texts of the simulator's own certificate authority and of its servers. */
export interface Pki {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

const YEAR_MS = 365 * 24 * 3600 * 1000;

/**
 * The certificates in `dir`, made when they are missing, damaged or about to
 * expire. The CA is kept over restarts, so that whoever trusted it still does.
 */
export function ensurePki(dir: string, now: Date): Pki {
  mkdirSync(dir, { recursive: true });
  const kept = readPki(dir, now);
  if (kept) {
    return kept;
  }
  const made = createPki(now);
  writeFileSync(join(dir, 'ca.crt'), made.caPem);
  writeFileSync(join(dir, 'server.crt'), made.certPem);
  writeFileSync(join(dir, 'server.key'), made.keyPem, { mode: 0o600 });
  return made;
}

function readPki(dir: string, now: Date): Pki | undefined {
  try {
    const pki = {
      caPem: readFileSync(join(dir, 'ca.crt'), 'utf8'),
      certPem: readFileSync(join(dir, 'server.crt'), 'utf8'),
      keyPem: readFileSync(join(dir, 'server.key'), 'utf8'),
    };
    const { validity } = forge.pki.certificateFromPem(pki.certPem);
    const soon = new Date(now.getTime() + 24 * 3600 * 1000);
    return validity.notAfter > soon && validity.notBefore <= now
      ? pki
      : undefined;
  } catch {
    return undefined;
  }
}

/** RSA keys come from Node (fast); forge only writes and signs the certificates. */
function keyPair(): { pem: string; pair: forge.pki.rsa.KeyPair } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const key = forge.pki.privateKeyFromPem(pem);
  const publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  return { pem, pair: { privateKey: key, publicKey } };
}

function certificate(
  commonName: string,
  key: forge.pki.rsa.PublicKey,
  now: Date,
): forge.pki.Certificate {
  const cert = forge.pki.createCertificate();
  cert.publicKey = key;
  // A leading zero nibble keeps the serial number positive.
  cert.serialNumber = `01${randomBytes(8).toString('hex')}`;
  cert.validity.notBefore = new Date(now.getTime() - 3600 * 1000);
  cert.validity.notAfter = new Date(now.getTime() + YEAR_MS);
  cert.setSubject([{ name: 'commonName', value: commonName }]);
  return cert;
}

function createPki(now: Date): Pki {
  const ca = keyPair();
  const server = keyPair();
  const caCert = certificate('rhoai-simulator-ca', ca.pair.publicKey, now);
  caCert.setIssuer(caCert.subject.attributes);
  caCert.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  caCert.sign(ca.pair.privateKey, forge.md.sha256.create());
  const cert = certificate('rhoai-simulator', server.pair.publicKey, now);
  cert.setIssuer(caCert.subject.attributes);
  cert.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
        { type: 7, ip: '::1' },
      ],
    },
  ]);
  cert.sign(ca.pair.privateKey, forge.md.sha256.create());
  return {
    caPem: forge.pki.certificateToPem(caCert),
    certPem: forge.pki.certificateToPem(cert),
    keyPem: server.pem,
  };
}
