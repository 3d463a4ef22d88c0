import { z } from 'zod';
import { settableStates, sweepGoals } from '../core/departure';
import { memberStates } from '../core/member';
import { audienceName, id, micros, text, time } from './fields';
import { defineRoute } from './route';

const count = z.int().min(0);
const goal = z.enum(sweepGoals).meta({
  description:
    'withhold: what it said since a time is kept from all who saw it; lift: that is given back; retract: all is taken back',
});

const standing = z
  .strictObject({
    memberId: id,
    state: z.enum(memberStates),
    version: micros.meta({ description: 'Send it with the next decision; 0 before the first' }),
    reason: z.string().nullable(),
    changedAt: time.nullable(),
    since: time.nullable().meta({ description: 'Of a quarantine: from when on it is not trusted' }),
    sweep: z
      .strictObject({
        goal,
        step: goal,
        startedAt: time,
        pass: count,
        done: count.meta({
          description: 'Partitions of this pass; it ends when one finds nothing',
        }),
        of: count,
      })
      .nullable()
      .meta({ description: 'The walk over what it gave, while it is under way' }),
    swept: z
      .strictObject({
        ...{ goal, endedAt: time, descriptors: count },
        unreadable: count.optional().meta({
          description:
            'Objects that can’t be read: what the member said stays hidden until they can',
        }),
      })
      .nullable()
      .meta({
        description:
          'How the last walk ended: of how many descriptors, comments, reactions and relations',
      }),
    leaves: z
      .strictObject({ memberships: count, credentials: count })
      .nullable()
      .meta({ description: 'What went with a member that left' }),
    ownerless: z.array(id).meta({
      description:
        'Privacy groups that it owned and that have members and no owner now: make one of them an owner',
    }),
  })
  .meta({ id: 'MemberStanding' });

const operator = { function: 'departure' } as const;
const byId = z.strictObject({ id });
const reason = text(1000, 1);

export const readMemberStateRoute = defineRoute({
  ...operator,
  operationId: 'readMemberState',
  method: 'GET',
  path: '/v1/members/{id}/state',
  summary: 'How a member stands, why, and how far what follows has come',
  params: byId,
  replies: { 200: standing },
  isRead: true,
});

export const setMemberStateRoute = defineRoute({
  ...operator,
  operationId: 'setMemberState',
  method: 'POST',
  path: '/v1/members/{id}/state',
  summary: 'Suspend, quarantine, reinstate (active) or expel a member',
  params: byId,
  body: z
    .strictObject({
      state: z.enum(settableStates),
      reason,
      since: time.optional().meta({
        description:
          'Of a quarantine: hides what it said since then; by default of the last 30 days',
      }),
      version: micros,
    })
    .refine(({ state, since }) => since === undefined || state === 'quarantined', {
      path: ['since'],
      error: 'is of a quarantine',
    })
    .meta({ id: 'SetMemberState' }),
  replies: { 200: standing },
  isRead: false,
});

export const readExposureRoute = defineRoute({
  ...operator,
  operationId: 'readExposure',
  method: 'GET',
  path: '/v1/members/{id}/exposure',
  summary: 'What a member could read, and how much of its own is withheld',
  params: byId,
  replies: {
    200: z
      .strictObject({
        memberId: id,
        state: z.enum(memberStates),
        since: time.nullable(),
        asOf: time.meta({ description: 'When its credentials were last refused; else now' }),
        audiences: z.array(
          z.strictObject({
            audience: audienceName,
            joinedAt: time.nullable(),
            count: count.meta({ description: 'Live objects then' }),
            position: micros.meta({
              description: 'Of the last change by then: it could read all up to it',
            }),
          }),
        ),
        withheld: count.meta({
          description: 'Of its own descriptors, comments, reactions and relations',
        }),
      })
      .meta({ id: 'Exposure' }),
  },
  isRead: true,
});

export const withdrawRoute = defineRoute({
  operationId: 'withdraw',
  method: 'POST',
  path: '/v1/me/withdrawal',
  function: 'departure',
  summary:
    'Leave for good: your credentials end now, and everything that you ever gave is retracted',
  body: z
    .strictObject({
      memberId: id.meta({ description: 'Your own id: that you mean it' }),
      reason: reason.optional(),
    })
    .meta({ id: 'Withdraw' }),
  replies: {
    202: z
      .strictObject({
        memberId: id,
        withdrawnAt: time,
        report: z.string().meta({
          description:
            'Path of the report, told this once: your credentials are gone, it needs none',
        }),
      })
      .meta({ id: 'Withdrawing' }),
  },
  isRead: false,
});

export const readWithdrawalRoute = defineRoute({
  operationId: 'readWithdrawal',
  method: 'GET',
  path: '/v1/withdrawals/{key}',
  function: 'departure',
  summary: 'How far a withdrawal has come, and what was retracted',
  params: z.strictObject({ key: z.string().max(200) }),
  replies: {
    200: z
      .strictObject({
        memberId: id,
        withdrawnAt: time,
        endedAt: time.nullable().meta({ description: 'Null while it is under way' }),
        retracted: count.nullable().meta({
          description: 'Descriptors, comments, reactions and relations; null until all are',
        }),
        memberships: count,
        credentials: count,
      })
      .meta({ id: 'Withdrawal' }),
  },
  isRead: true,
});
