import { z } from 'zod';
import { nameForm } from '../core/named';
import { micros } from './fields';

export const thingName = z
  .string()
  .regex(nameForm, { error: 'must be 1 to 64 of a-z, 0-9, dot, hyphen, underscore' })
  .meta({ id: 'ThingName', examples: ['phishing-domains'] });

export const versionRead = micros.optional().meta({
  description: 'The version that you read; without it, whatever is there is replaced',
});
