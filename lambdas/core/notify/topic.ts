import type { ObjectKind } from '../exchange-object';

/** What ThreatExchange's receivers subscribe to. Of tags and malware nothing is told so far. */
export const topics = [
  'threat_descriptor',
  'threat_indicator',
  'threat_tag',
  'malware_analysis',
  'malware_families',
] as const;
export type Topic = (typeof topics)[number];

/** What members say to each other about an indicator is told as a change of the indicator. */
export function topicOf(kind: ObjectKind): Topic {
  return kind === 'descriptor' ? 'threat_descriptor' : 'threat_indicator';
}
