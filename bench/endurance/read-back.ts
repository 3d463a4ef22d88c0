import type { Client } from './client';
import type { Entry, Ledger } from './ledger';
import { below, type Random } from './random';

/** An owner reads one of its own while others are written: never older than its last acknowledgement. Answers how many were read. */
export async function readBack(client: Client, ledger: Ledger, random: Random): Promise<number> {
  const entry = ledger.entries[below(random, ledger.entries.length)];
  if (!entry || entry.isBusy) return 0;
  const before = { version: entry.version, said: entry.said };
  const path = `/v1/descriptors/${entry.id}`;
  const reply = await client.insist({ method: 'GET', path, token: entry.owner.token });
  const hasMoved = entry.isBusy || entry.version !== before.version;
  if (reply.status === 200) judge(entry, before.version, JSON.parse(reply.text), ledger);
  else if (!hasMoved && before.said) ledger.wonder(`${entry.id} was read back as ${reply.status}`);
  if (!hasMoved && !before.said && reply.status !== 404) {
    ledger.wonder(`${entry.id} was retracted and read back as ${reply.status}`);
  }
  return 1;
}

function judge({ id }: Entry, acknowledged: number, shown: { version: number }, ledger: Ledger) {
  if (shown.version >= acknowledged) return;
  ledger.wonder(`${id} was read back at ${shown.version}, acknowledged at ${acknowledged}`);
}
