import { tagId } from './tag';
import type { Tlp } from './tlp-rules';

/** What ThreatExchange calls its handling rules. */
export const shareLevels = ['UNKNOWN', 'WHITE', 'GREEN', 'AMBER', 'RED'] as const;
export type ShareLevel = (typeof shareLevels)[number];

export const levelOf: Readonly<Record<Tlp, ShareLevel>> = {
  CLEAR: 'WHITE',
  GREEN: 'GREEN',
  AMBER: 'AMBER',
  'AMBER+STRICT': 'AMBER',
  RED: 'RED',
};

/** `2015-07-07T22:36:04+0000` */
export function graphTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19)}+0000`;
}

const names: Readonly<Record<string, string>> = {
  value: 'indicator',
  raw: 'raw_indicator',
  tlp: 'share_level',
  createdAt: 'added_on',
  firstActiveAt: 'first_active',
  lastActiveAt: 'last_active',
  expiresAt: 'expired_on',
};

/** An object's fields as ThreatExchange names and writes them; what it has not is left out, and never null. */
export function graphWords(shown: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const said = Object.entries(shown).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(
    said.map(([name, value]) => [graphName(name), graphValue(name, value)]),
  );
}

function graphName(name: string): string {
  return names[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function graphValue(name: string, value: unknown): unknown {
  if (name === 'owner') return { id: value };
  if (name === 'tlp') return levelOf[value as Tlp];
  if (name === 'tags') {
    return { data: (value as readonly string[]).map((text) => ({ id: tagId(text), text })) };
  }
  return name.endsWith('At') ? graphTime(String(value)) : value;
}
