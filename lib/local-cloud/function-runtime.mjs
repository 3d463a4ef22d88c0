// Runs in the child: loads one bundle and answers one invocation at a time, as Lambda's runtime does.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file, name] = process.argv.slice(2);
process.on('disconnect', () => process.exit());

/** A full disk costs lines of the log. Node's own stream of a file ends at its first error, and the process with it. */
function outliveErrors(stream, descriptor) {
  stream.write = (chunk, encoding, done) => {
    try {
      writeSync(descriptor, chunk);
    } catch {}
    const callback = typeof encoding === 'function' ? encoding : done;
    callback?.();
    return true;
  };
}
outliveErrors(process.stdout, 1);
outliveErrors(process.stderr, 2);

async function load() {
  const module = file.endsWith('.mjs')
    ? await import(pathToFileURL(file).href)
    : createRequire(pathToFileURL(file))(file);
  if (typeof module[name] !== 'function') throw new Error(`${file} exports no function ${name}`);
  return module[name];
}

const loaded = load();
loaded.catch(() => {});

process.on('message', async ({ payload, context }) => {
  const { deadline, ...fields } = context;
  const lambdaContext = {
    ...fields,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const handler = await loaded;
    const result = await handler(JSON.parse(payload), lambdaContext);
    process.send({ payload: JSON.stringify(result ?? null) });
  } catch (error) {
    console.error(error);
    const isError = error instanceof Error;
    const errorType = isError ? error.name : 'Error';
    const errorMessage = isError ? error.message : String(error);
    process.send({ error: { errorType, errorMessage } });
  }
});
