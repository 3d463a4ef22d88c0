import { z } from 'zod';

/** What the command line reads of the answers; loose on purpose, as in `../replies.ts`. */
export const saidReply = z.looseObject({ id: z.string() });
export const indicatorReply = z.looseObject({ id: z.string(), value: z.string() });

export const commentsReply = z.looseObject({
  comments: z.array(
    z.looseObject({
      id: z.string(),
      owner: z.string(),
      text: z.string(),
      createdAt: z.string(),
      replyTo: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const reactionsReply = z.looseObject({
  reactions: z.array(
    z.looseObject({
      id: z.string(),
      owner: z.string(),
      kind: z.string(),
      descriptorId: z.string().nullable(),
    }),
  ),
});

export const relatedReply = z.looseObject({
  related: z.array(
    z.looseObject({
      id: z.string(),
      value: z.string(),
      relations: z.array(z.looseObject({ kind: z.string(), direction: z.string() })),
    }),
  ),
});
