import { randomUUID } from 'node:crypto';
import { account, arn, region } from './place';
import { Properties } from './properties';
import type { Invoker } from './worker-pool';

export interface Schedule {
  readonly name: string;
  readonly everySeconds: number;
  readonly targets: readonly { readonly functionArn: string; readonly input: string | undefined }[];
}

const secondsOf: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

export function readSchedule(name: string, properties: Properties): Schedule | undefined {
  const expression = properties.text('ScheduleExpression');
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = secondsOf[unit];
  if (seconds === undefined) return properties.refuse('ScheduleExpression');
  const targets = properties.list('Targets').map((target) => {
    const one = new Properties(`${properties.whose} target`, target);
    one.onlyNames(['Arn', 'Id', 'Input', 'RetryPolicy', 'DeadLetterConfig']);
    const input = one.values['Input'];
    return { functionArn: one.text('Arn'), input: isText(input) ? input : undefined };
  });
  if (properties.text('State', 'ENABLED') !== 'ENABLED') return undefined;
  return { name, everySeconds: Number(count) * seconds, targets };
}

/** Invokes the targets by a timer; a run that still lasts is not joined by another. */
export function startSchedule(
  schedule: Schedule,
  everySeconds: number,
  invokerOf: (functionArn: string) => Invoker,
): { stop(): void } {
  const running = new Set<string>();
  const timer = setInterval(() => {
    for (const { functionArn, input } of schedule.targets) {
      if (running.has(functionArn)) continue;
      running.add(functionArn);
      void invokerOf(functionArn)
        .invoke(input ?? JSON.stringify(eventOf(schedule.name)))
        .catch(() => {})
        .finally(() => running.delete(functionArn));
    }
  }, everySeconds * 1000);
  return { stop: () => clearInterval(timer) };
}

function eventOf(name: string): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [arn('events', `rule/${name}`)],
    detail: {},
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
