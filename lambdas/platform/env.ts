import { z } from 'zod';

/** The function's environment, or an error at start that names what is missing. */
export function readEnv<const S extends z.ZodRawShape>(shape: S): z.output<z.ZodObject<S>> {
  return z.object(shape).parse(process.env);
}
