import { hasKnownRoot, rootOf } from './domain';
import type { IndicatorType } from './indicator-type';
import { isIpv4, isIpv6 } from './ip';
import { isSsdeep } from './tokens';
import { splitUri } from './uri';

/** One type, several that it may be, or none. */
export type Detection = readonly IndicatorType[];

const hashTypes: Readonly<Record<number, IndicatorType>> = {
  32: 'HASH_MD5',
  40: 'HASH_SHA1',
  64: 'HASH_SHA256',
  128: 'HASH_SHA512',
};

/** Endings of files that are no roots of domains. */
const fileEndings = new Set(
  (
    'exe dll scr bat cmd ps1 psm1 vbs vbe js jse wsf hta lnk msi jar apk ipa doc docx docm dotm xls xlsx xlsm ' +
    'xlam xll ppt pptx pptm pps pdf rtf rar 7z gz tgz tar bz2 xz iso img vhd dmg pkg bin dat tmp log php ' +
    'asp aspx jsp html htm txt csv xml json yml ini cfg elf dex sys drv ocx cpl chm swf png jpg jpeg gif bmp ico ' +
    'mp4 mp3 wav avi eml msg dylib ko deb rpm class pyc bak'
  ).split(' '),
);

/** Roots of domains that are as often endings of files: of two labels nobody can say which it is. */
const ambiguousRoots = new Set(['zip', 'mov']);
const ambiguousIfShort = new Set(['sh', 'py', 'rs', 'ps', 'md', 'cab']);

// No part of it may match what the next one does: a value is up to 8 KB, and it comes from a stranger.
const patternSign = /\\[bdswBDSW.]|\(\?|\)\s*[+*?{]|\]\s*[+*?{]|\([^()|]*\|[^()]*\)/;

export function looksLikePattern(text: string): boolean {
  return patternSign.test(text) && !/^[a-z]:\\|^\\\\|^HK[A-Z_]+\\/i.test(text);
}

/** What a value is by its form. 32 and 64 digits are taken for the commonest hash of that length. */
export function detectTypes(text: string): Detection {
  return byToken(text) ?? byAddress(text) ?? byPlace(text) ?? byName(text);
}

function byToken(text: string): Detection | undefined {
  const hash = /^[0-9a-f]+$/i.test(text) ? hashTypes[text.length] : undefined;
  if (hash) return [hash];
  if (/^CVE-\d{4}-\d{4,19}$/i.test(text)) return ['CVE'];
  if (/^ASN?\d{1,10}$/i.test(text)) return ['AS_NUMBER'];
  if (/^0x[0-9a-f]{40}$/i.test(text)) return ['WALLET_ETHEREUM'];
  if (/^(bc1[0-9a-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/i.test(text))
    return ['WALLET_BITCOIN'];
  if (/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text)) return ['WALLET_TRON'];
  if (/^[48][1-9A-HJ-NP-Za-km-z]{94}$/.test(text)) return ['WALLET_MONERO'];
  if (/^HK(LM|CU|CR|U|CC|EY_[A-Z_]+)\\/i.test(text)) return ['REGISTRY_KEY'];
  return isSsdeep(text) ? ['HASH_SSDEEP'] : undefined;
}

function byAddress(text: string): Detection | undefined {
  const [, address = '', tail = ''] = /^([^/]+)(\/\d{1,3})?$/.exec(text) ?? [];
  if (isIpv4(address) || isIpv6(address)) return [tail ? 'IP_SUBNET' : 'IP_ADDRESS'];
  if (/^(\[[0-9a-f:.]+\]|[\d.]+)(:\d+)+$/i.test(text)) return ['IP_PORT'];
  if (/^\d+(\.\d+){3}$/.test(address)) return [tail ? 'IP_SUBNET' : 'IP_ADDRESS'];
  return undefined;
}

function byPlace(text: string): Detection | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return ['URI'];
  if (/^[^\s/@]+@[^\s/@]+$/.test(text)) return ['EMAIL_ADDRESS'];
  if (/^[a-z]:\\|^\\\\[^\\]/i.test(text)) return ['FILE_NAME'];
  if (text.startsWith('/')) return text.length > 1 ? ['URI_PATH'] : [];
  const isPlace = /^[^\s/?#]+([/?#]|:\d+$)/.test(text);
  const parts = isPlace ? splitUri(text) : undefined;
  if (!parts) return undefined;
  return isHost(parts.host) ? ['URI'] : [];
}

function isHost(host: string): boolean {
  return (
    isIpv4(host) ||
    /^\[[0-9a-f:.]+\]$/i.test(host) ||
    (host.includes('.') && hasKnownRoot(host.toLowerCase()))
  );
}

function byName(text: string): Detection {
  const name = text.replace(/\.$/, '').toLowerCase();
  if (!/^[^\s\\/:*?"<>|]+\.[\p{L}\p{N}-]+$/u.test(name))
    return isFileWithSpaces(text) ? ['FILE_NAME'] : [];
  const root = rootOf(name);
  if (/^\d+$/.test(root)) return [];
  if (fileEndings.has(root)) return ['FILE_NAME'];
  const labels = name.split('.').length;
  const isEither = ambiguousRoots.has(root) || (ambiguousIfShort.has(root) && labels === 2);
  if (isEither || !hasKnownRoot(name)) return ['DOMAIN', 'FILE_NAME'];
  return ['DOMAIN'];
}

function isFileWithSpaces(text: string): boolean {
  return /^[^\\/:*?"<>|\n]{1,255}$/.test(text) && fileEndings.has(rootOf(text.toLowerCase()));
}
