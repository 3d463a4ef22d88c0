import { z } from 'zod';
import type { Audience } from '../core/audience';
import { by } from '../core/by';
import {
  type Descriptor,
  precisions,
  reviewStatuses,
  severities,
  statuses,
} from '../core/descriptor';
import type { ExchangeObject, ObjectKind } from '../core/exchange-object';
import { indicatorTypes } from '../core/indicator/indicator-type';
import {
  type Comment,
  type Reaction,
  type Relation,
  reactionKinds,
  relationKinds,
} from '../core/remark';
import { override } from '../core/screen/override';
import { tlps } from '../core/tlp-rules';

const audience = z.custom<Audience>(
  (value) => typeof value === 'string' && /^(community$|group:|member:)/.test(value),
);

const common = {
  id: z.string(),
  mac: z.string(),
  owner: z.string(),
  indicatorId: z.string(),
  type: z.enum(indicatorTypes),
  value: z.string(),
  audiences: z.array(audience),
  was: z.record(z.string(), z.number()),
  withheld: z.array(audience).exactOptional(),
  version: z.number(),
  createdAt: z.number(),
  by: by.exactOptional(),
  idempotency: z
    .object({
      keyHash: z.string(),
      fingerprint: z.string(),
      status: z.number(),
      version: z.number(),
    })
    .exactOptional(),
  override: override.exactOptional(),
};

const descriptor: z.ZodType<Descriptor> = z.object({
  kind: z.literal('descriptor'),
  ...common,
  raw: z.string(),
  opinion: z.object({
    status: z.enum(statuses),
    severity: z.enum(severities),
    confidence: z.number().nullable(),
    precision: z.enum(precisions),
    reviewStatus: z.enum(reviewStatuses),
    tlp: z.enum(tlps),
    description: z.string(),
    tags: z.array(z.string()),
    sourceUri: z.string().nullable(),
    firstActiveAt: z.string().nullable(),
    lastActiveAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
  }),
  taggedAt: z.array(z.number()),
  state: z.enum(['live', 'expired', 'retracted']),
});

const remark = {
  ...common,
  state: z.enum(['live', 'retracted']),
  fingerprint: z.string().exactOptional(),
};

const comment: z.ZodType<Comment> = z.object({
  kind: z.literal('comment'),
  ...remark,
  text: z.string(),
  replyTo: z.string().nullable(),
  earlier: z.array(z.object({ text: z.string(), at: z.string() })),
});

const reaction: z.ZodType<Reaction> = z.object({
  kind: z.literal('reaction'),
  ...remark,
  reaction: z.enum(reactionKinds),
  descriptorId: z.string().nullable(),
  tagsDigest: z.string().exactOptional(),
});

const relation: z.ZodType<Relation> = z.object({
  kind: z.literal('relation'),
  ...remark,
  relation: z.enum(relationKinds),
  toId: z.string(),
});

const schemas = { descriptor, comment, reaction, relation } as const satisfies Readonly<
  Record<ObjectKind, z.ZodType>
>;

const kinded = z.object({ kind: z.enum(['descriptor', 'comment', 'reaction', 'relation']) });

/** An item of the Exchange, of whatever kind it says. */
export function exchangeObject(item: unknown): ExchangeObject {
  return schemas[kinded.parse(item).kind].parse(item);
}
