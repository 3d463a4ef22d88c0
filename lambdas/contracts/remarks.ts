import { z } from 'zod';
import { audienceChoice, warning } from './descriptors.contract';
import { audienceName, id, micros, time } from './fields';

/** To whom a remark is said: chosen, or the audience in which its subject was read. */
export const saidTo = {
  audience: audienceChoice.optional().meta({
    description: 'A part of the audiences in which you see the subject, and of owners of opinions',
  }),
  readIn: audienceName
    .optional()
    .meta({ description: 'Instead: the one audience in which you read it' }),
};

export const remarkMade = { id, indicatorId: id, version: micros };
export const madeReply = z
  .strictObject({ ...remarkMade, warnings: z.array(warning).optional() })
  .meta({ id: 'Remark' });

/** What every remark shows of itself. */
export const remarkFields = {
  id,
  indicatorId: id,
  owner: id,
  createdAt: time,
  version: micros.meta({
    description: "Yours: send it with a change. Another's: its feed version",
  }),
  seenIn: z.array(audienceName).meta({ description: 'Those of your audiences that hold it' }),
  state: z.enum(['live', 'quarantined']).optional(),
  audience: audienceChoice.optional().meta({ description: 'Only on your own' }),
};

export const byId = z.strictObject({ id });
export const isWhole = z
  .boolean()
  .meta({ description: 'False where there is more than one answer holds' });
