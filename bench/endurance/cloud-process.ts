import { type LocalCloud, startLocalCloud } from '../../lib/local-cloud/local-cloud';

/** What the process is asked over its channel; several questions may be open at once. */
export interface Ask {
  readonly id: number;
  readonly kind: 'invoke' | 'idle' | 'stop';
  /** Part of a function's id. */
  readonly name?: string;
  readonly payload?: unknown;
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

async function main([assembly = '', data = '', port = '0']: readonly string[]): Promise<void> {
  const { NODE_OPTIONS = '', HELD_FOLDER = '' } = process.env;
  const environment = { NODE_OPTIONS, HELD_FOLDER };
  process.on('SIGINT', () => {});
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const cloud = await startLocalCloud({ assembly, data, environment, port: Number(port), say });
  process.on('message', (ask: Ask) => {
    answer(cloud, ask).then(
      (result) => tell({ id: ask.id, result }),
      (error: unknown) => tell({ id: ask.id, error: String(error) }),
    );
  });
  process.once('disconnect', () => {
    const leave = () => process.exit();
    cloud.stop().then(leave, leave);
  });
  tell({ id: 0, result: cloud.endpoints.sqs });
}

async function answer(cloud: LocalCloud, { kind, name = '', payload }: Ask): Promise<unknown> {
  if (kind === 'invoke') return cloud.invoke(name, payload);
  return kind === 'idle' ? cloud.idle() : cloud.stop();
}

function tell(answer: Answer): void {
  process.send?.(answer, () => {});
}

main(process.argv.slice(2)).catch((error: unknown) => {
  tell({ id: 0, error: String(error) });
  process.exitCode = 1;
});
