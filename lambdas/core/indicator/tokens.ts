import { createHash } from 'node:crypto';
import { type Canonical, type Canonicaliser, canonical, invalid } from './canonical';
import { canonicalDomain } from './domain';

/** So many hexadecimal digits, in lower case. */
export function hexOf(digits: number): Canonicaliser {
  const form = new RegExp(`^[0-9a-f]{${digits}}$`);
  return (text) => {
    const hex = text.toLowerCase();
    return form.test(hex) ? canonical(hex) : invalid(`${digits} hexadecimal digits.`);
  };
}

const ssdeep = /^\d+:[A-Za-z0-9+/]+:[A-Za-z0-9+/]+$/;

export function canonicalSsdeep(text: string): Canonical {
  const hash = text.replace(/,".*"$/, '');
  return ssdeep.test(hash) ? canonical(hash) : invalid('An ssdeep hash: size:chunks:chunks.');
}

/** Whether it is one by its form; a time of day is not. */
export function isSsdeep(text: string): boolean {
  return ssdeep.test(text) && !/^[\d:]+$/.test(text);
}

export function canonicalTlsh(text: string): Canonical {
  const [, digits] = /^(?:T1)?([0-9A-F]{70})$/.exec(text.toUpperCase()) ?? [];
  return digits ? canonical(`T1${digits}`) : invalid('A TLSH hash: T1 and 70 hexadecimal digits.');
}

const localPart = /^[^\s@"(),:;<>[\\\]]{1,64}$/u;

/** The domain as a domain; the local part as it is, because only its own server knows what is equal. */
export function canonicalEmail(text: string): Canonical {
  const at = text.lastIndexOf('@');
  const domain = canonicalDomain(text.slice(at + 1));
  if (at < 1 || domain.kind === 'refused' || !localPart.test(text.slice(0, at))) {
    return invalid('An e-mail address: a local part, @, and a domain.');
  }
  return { ...domain, value: `${text.slice(0, at)}@${domain.value}` };
}

export function canonicalAsNumber(text: string): Canonical {
  const [, digits = ''] = /^(?:ASN?\s*)?(\d{1,10})$/i.exec(text) ?? [];
  if (digits === '' || Number(digits) > 4_294_967_295) {
    return invalid('An AS number: AS and a number below 2^32.');
  }
  return canonical(`AS${Number(digits)}`);
}

export function canonicalCve(text: string): Canonical {
  const id = text.toUpperCase();
  return /^CVE-\d{4}-\d{4,19}$/.test(id) ? canonical(id) : invalid('A CVE id: CVE-2026-12345.');
}

export function canonicalTelephone(text: string): Canonical {
  const digits = text.replace(/[\s().-]/g, '');
  return /^\+\d{6,15}$/.test(digits)
    ? canonical(digits)
    : invalid('An international number: + and 6 to 15 digits.');
}

/** A number in a range; a fraction keeps its digits. */
export function numberIn(least: number, most: number): Canonicaliser {
  return (text) => {
    const plain = text.replace(/^\+/, '');
    const isInside =
      /^-?\d{1,10}(\.\d{1,15})?$/.test(plain) && Number(plain) >= least && Number(plain) <= most;
    return isInside
      ? canonical(plain.replace(/^(-?)0+(?=\d)/, '$1'))
      : invalid(`A number from ${least} to ${most}.`);
  };
}

/** Whole numbers only, such as a port. */
export function wholeNumberIn(least: number, most: number): Canonicaliser {
  return (text) => {
    const isInside = /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most;
    return isInside
      ? canonical(String(Number(text)))
      : invalid(`A whole number from ${least} to ${most}.`);
  };
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58Check: 25 bytes of which the last four are the double SHA-256 of the others. */
function isBase58Check(text: string): boolean {
  let number = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return false;
    number = number * 58n + BigInt(digit);
  }
  const bytes = Buffer.from(number.toString(16).padStart(50, '0'), 'hex');
  const once = createHash('sha256').update(bytes.subarray(0, 21)).digest();
  const twice = createHash('sha256').update(once).digest();
  return bytes.length === 25 && twice.subarray(0, 4).equals(bytes.subarray(21));
}

export function canonicalBitcoin(text: string): Canonical {
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase();
  if (isOneCase && /^bc1[02-9ac-hj-np-z]{11,71}$/.test(text.toLowerCase())) {
    return canonical(text.toLowerCase());
  }
  const isLegacy = /^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(text) && isBase58Check(text);
  return isLegacy ? canonical(text) : invalid('A Bitcoin address whose checksum is right.');
}

export function canonicalEthereum(text: string): Canonical {
  const address = text.toLowerCase();
  return /^0x[0-9a-f]{40}$/.test(address)
    ? canonical(address)
    : invalid('An Ethereum address: 0x and 40 hexadecimal digits.');
}

export function canonicalMonero(text: string): Canonical {
  return /^[48][1-9A-HJ-NP-Za-km-z]{94}$/.test(text)
    ? canonical(text)
    : invalid('A Monero address: 95 base58 characters that begin with 4 or 8.');
}

export function canonicalTron(text: string): Canonical {
  return /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text) && isBase58Check(text)
    ? canonical(text)
    : invalid('A TRON address whose checksum is right.');
}
