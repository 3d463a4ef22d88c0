import { type LocalCloud, startLocalCloud } from '../lib/local-cloud/local-cloud';

export type Ask =
  | {
      readonly kind: 'start';
      readonly assembly: string;
      readonly data: string;
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'invoke'; readonly name: string; readonly payload: unknown }
  | { readonly kind: 'idle' | 'stop' };

let cloud: LocalCloud | undefined;

async function answer(ask: Ask): Promise<unknown> {
  if (ask.kind === 'start') {
    const { assembly, data, environment } = ask;
    cloud = await startLocalCloud({ assembly, data, environment, port: 0, say: () => {} });
    return { url: cloud.url, dynamodb: cloud.endpoints.dynamodb };
  }
  if (!cloud) throw new Error('the cloud has not started');
  if (ask.kind === 'invoke') return cloud.invoke(ask.name, ask.payload);
  return ask.kind === 'idle' ? cloud.idle() : cloud.stop();
}

process.on('message', (ask: Ask) => {
  answer(ask).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => {
  const leave = () => process.exit();
  (cloud?.stop() ?? Promise.resolve()).then(leave, leave);
});
// Ctrl-C reaches the whole group: the parent ends us in order.
process.on('SIGINT', () => {});
