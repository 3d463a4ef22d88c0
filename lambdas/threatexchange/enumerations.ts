import { badParameter } from './graph-error';
import type { Params } from './read-params';

/** One of a list of names; any other is refused, with the parameter's name. */
export function readEnum<T extends string>(
  params: Params,
  name: string,
  all: readonly T[],
): T | undefined {
  const written = params[name]?.trim();
  if (written === undefined || written === '') return undefined;
  const found = all.find((one) => one === written.toUpperCase());
  if (!found) throw badParameter(name, `must be one of ${shown(all)}.`);
  return found;
}

function shown(all: readonly string[]): string {
  return all.length > 20 ? `${all.slice(0, 3).join(', ')} and so on` : all.join(', ');
}

export const privacyTypes = [
  'VISIBLE',
  'HAS_WHITELIST',
  'HAS_PRIVACY_GROUP',
  'HAS_PRIVACY_GROUP_AND_WHITELIST',
  'NONE',
] as const;

/** What of 2015 became a tag. */
export const threatTypes = [
  'BAD_ACTOR',
  'COMMAND_EXEC',
  'COMPROMISED_CREDENTIAL',
  'MALICIOUS_AD',
  'MALICIOUS_CONTENT',
  'MALICIOUS_DOMAIN',
  'MALICIOUS_INJECT',
  'MALICIOUS_IP',
  'MALICIOUS_URL',
  'MALICIOUS_URLCHUNK',
  'MALWARE_ARTIFACTS',
  'MALWARE_SAMPLE',
  'MALWARE_SIGNATURE',
  'MALWARE_VICTIM',
  'PROXY_IP',
  'SIGNATURE',
  'SINKHOLE_EVENT',
  'SMS_SPAM',
  'VICTIM_IP_USAGE',
  'WEB_REQUEST',
  'WHITELIST_DOMAIN',
  'WHITELIST_IP',
  'WHITELIST_URL',
] as const;

export const attackTypes = [
  'ACCESS_TOKEN_THEFT',
  'BRUTE_FORCE',
  'CLICKJACKING',
  'EMAIL_SPAM',
  'FAKE_ACCOUNTS',
  'IP_INFRINGEMENT',
  'MALICIOUS_APP',
  'MALWARE',
  'PHISHING',
  'SELF_XSS',
  'SHARE_BAITING',
  'TARGETED',
  'UNKNOWN',
] as const;
