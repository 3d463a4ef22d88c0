import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryMessage } from '../../../lambdas/contracts/delivery-message';
import type { MatchedMessage } from '../../../lambdas/contracts/matched-message';
import { deliverySender, sendDeliveries } from '../../../lambdas/platform/deliveries-queue';
import { matchedQueue } from '../../../lambdas/platform/matched-queue';

const [alice, bob, owner] = ['46116860184273871', '46116860184273872', '46116860184273873'];

function matched(...members: readonly string[]): MatchedMessage {
  const projection = JSON.stringify({ owner, value: 'evil.example' });
  const at = { audience: 'community' as const, position: 1, at: 1, id: '7', indicatorId: '8' };
  return {
    change: { ...at, kind: 'descriptor', projection },
    event: 'new',
    watches: members.map((member) => ({ member, watchId: '9' })),
  };
}

const rung = (member: string): DeliveryMessage => ({ member, endpoint: '5' });

/** The groups of what is sent: the local queue engine forgets them, as it serves one worker after the other. */
async function groupsOf(send: (client: SQSClient, url: string) => Promise<unknown>) {
  const groups: (string | undefined)[] = [];
  const client = new SQSClient({ region: 'local' });
  client.middlewareStack.add(
    () => async (args) => {
      const { Entries = [args.input] } = args.input as { readonly Entries?: readonly Grouped[] };
      groups.push(...(Entries as readonly Grouped[]).map(({ MessageGroupId }) => MessageGroupId));
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize' },
  );
  await send(client, 'http://127.0.0.1/queue');
  return groups;
}

interface Grouped {
  readonly MessageGroupId?: string;
}

describe('the group of a message, to which its queue is fair', () => {
  it('is the member whom it rings for, of each way to the deliverer', async () => {
    const groups = await groupsOf(async (client, url) => {
      await deliverySender(client, url)(rung(alice));
      await sendDeliveries(client, url, [rung(bob), rung(alice)]);
    });

    expect(groups).toEqual([alice, bob, alice]);
  });

  it('is the member whose watches were met; of several members, the one whose object it is', async () => {
    const groups = await groupsOf((client, url) =>
      matchedQueue(client, url).send([matched(alice), matched(bob, bob), matched(alice, bob)]),
    );

    expect(groups).toEqual([alice, bob, owner]);
  });

  it('has no other place where messages are sent', () => {
    const root = resolve(__dirname, '../../../lambdas');
    const sending = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /SendMessage(Batch)?Command/.test(readFileSync(join(root, file), 'utf8')));

    // Reads on record and what is parked are told to queues of which nobody asks whose turn it is.
    expect(sending.toSorted()).toEqual([
      'platform/deliveries-queue.ts',
      'platform/matched-queue.ts',
      'platform/parked-queue.ts',
      'platform/tell-read.ts',
    ]);
  });
});
