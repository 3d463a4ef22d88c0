import { createPublicKey, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import forge from 'node-forge';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** A certificate of hosts, from one day to another, counted from now. */
  issue(names: readonly string[], days?: readonly [from: number, to: number]): Certificate;
}

const dayMs = 86_400_000;
const always = [-1, 1] as const;
/** What stands before a SHA-256 where RSA signs it (RFC 8017). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** All certificates of an authority share one key: each takes a tenth of a second to make. */
export function makeAuthority(name: string): Authority {
  const [own, key] = [makeKey(), makeKey()];
  const isAuthority = { name: 'basicConstraints', cA: true, critical: true };
  const cert = makeCertificate({
    key: own,
    signer: own,
    subject: name,
    issuer: name,
    days: always,
    extension: isAuthority,
  });
  const issue: Authority['issue'] = ([first = '', ...others], days = always) => {
    const extension = { name: 'subjectAltName', altNames: [first, ...others].map(altName) };
    return {
      cert: makeCertificate({ key, signer: own, subject: first, issuer: name, days, extension }),
      key,
    };
  };
  return { cert, key: own, issue };
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function altName(value: string): object {
  return /^[\d.]+$/.test(value) ? { type: 7, ip: value } : { type: 2, value };
}

interface Draft {
  readonly key: string;
  readonly signer: string;
  readonly subject: string;
  readonly issuer: string;
  readonly days: readonly [from: number, to: number];
  readonly extension: object;
}

let serial = 0;

function makeCertificate({ key, signer, subject, issuer, days, extension }: Draft): string {
  const certificate = forge.pki.createCertificate();
  serial += 1;
  certificate.serialNumber = serial.toString(16).padStart(4, '0');
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.validity.notBefore = new Date(Date.now() + days[0] * dayMs);
  certificate.validity.notAfter = new Date(Date.now() + days[1] * dayMs);
  certificate.setSubject([{ name: 'commonName', value: subject }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  certificate.setExtensions([extension]);
  certificate.sign(signerOf(signer), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

/** OpenSSL's arithmetic in place of the library's own, which takes seconds inside of jest. */
function signerOf(key: string): forge.pki.rsa.PrivateKey {
  const sign = (digest: forge.md.MessageDigest) => {
    const hash = Buffer.from(digest.digest().getBytes(), 'latin1');
    return privateEncrypt(key, Buffer.concat([digestInfo, hash])).toString('latin1');
  };
  return { sign } as unknown as forge.pki.rsa.PrivateKey;
}
