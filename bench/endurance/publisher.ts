import type { Cast, Member } from './cast';
import type { Client, Reply, Request } from './client';
import type { Entry, Ledger, Said } from './ledger';
import { mayBeOver } from './ledger';
import { below, pick, type Random } from './random';
import { opinion, patchOf } from './words';

export interface PublisherDeps {
  readonly member: Member;
  readonly cast: Cast;
  readonly client: Client;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly batchSizes: readonly [number, ...number[]];
  /** Each one once. */
  readonly nextValue: () => string;
}

interface Item {
  readonly entry: Entry;
  readonly said: Said;
}

interface Published {
  readonly id: string;
  readonly version: number;
}
type Result = Published & { readonly status: number };

const mostAgain = 20;

/** One writer of a member: whatever comes to its mind, one request after the other, repeated until acknowledged. */
export class Publisher {
  private readonly deps: PublisherDeps;
  private readonly mine: Entry[] = [];
  private keys = 0;

  constructor(deps: PublisherDeps) {
    this.deps = deps;
  }

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const dice = this.deps.random();
      if (dice < 0.3) await this.publishBatch(this.newItems());
      else if (dice < 0.45) await this.publishBatch(this.oldItems());
      else if (dice < 0.65) await this.publishOne(this.newItem());
      else if (dice < 0.85) await this.patch();
      else if (dice < 0.95) await this.retract();
      else for (const item of this.oldItems().slice(0, 1)) await this.publishOne(item);
    }
  }

  private async publishBatch(items: readonly Item[]): Promise<void> {
    const { ledger } = this.deps;
    let rest = items;
    while (rest.length > 0) {
      const descriptors = rest.map(({ entry, said }) => ({ value: entry.value, ...said }));
      const path = '/v1/descriptors/batch';
      const reply = await this.send({ method: 'POST', path, body: { descriptors } });
      if (reply.status !== 200) return ledger.wonder(`a batch: ${told(reply)}`);
      rest = this.settle(rest, JSON.parse(reply.text).results);
    }
  }

  /** What is to be sent again. */
  private settle(items: readonly Item[], results: readonly Result[]): Item[] {
    return items.filter((item, at) => {
      const result = results[at];
      if (result && result.status < 300) this.acknowledge(item, result);
      else if (result && result.status >= 500) return true;
      else this.deps.ledger.wonder(`an item of a batch: ${JSON.stringify(result)}`);
      return false;
    });
  }

  private async publishOne(item: Item): Promise<void> {
    const body = { value: item.entry.value, ...item.said };
    const key = this.deps.random() < 0.5 ? this.newKey() : undefined;
    const path = '/v1/descriptors';
    const reply = await this.send({ method: 'POST', path, body, ...(key && { key }) });
    if (reply.status < 300) this.acknowledge(item, JSON.parse(reply.text));
    else this.deps.ledger.wonder(`a publish: ${told(reply)}`);
  }

  private async patch(): Promise<void> {
    const entry = this.standing();
    if (!entry?.said) return;
    const { id, version, said } = entry;
    const { random, cast, member, ledger } = this.deps;
    const change = patchOf(said, random, cast, member);
    entry.isBusy = true;
    const body = { version, ...change };
    const path = `/v1/descriptors/${id}`;
    const reply = await this.send({ method: 'PATCH', path, body, key: this.newKey() });
    if (reply.status === 200) {
      this.acknowledge({ entry, said: { ...said, ...change } }, JSON.parse(reply.text));
    } else if (reply.status === 409 && mayBeOver(said, Date.now())) {
      // The expirer was there first: what is to be changed is another version now.
      entry.version = Math.max(version, Number(JSON.parse(reply.text).version));
      entry.isBusy = false;
    } else ledger.wonder(`a patch of ${id} at ${version}: ${told(reply)}`);
  }

  private async retract(): Promise<void> {
    const entry = this.standing();
    if (!entry) return;
    entry.isBusy = true;
    const { id, version } = entry;
    const path = `/v1/descriptors/${id}`;
    const reply = await this.send({ method: 'DELETE', path, key: this.newKey() });
    if (reply.status !== 204) return this.deps.ledger.wonder(`a retraction: ${told(reply)}`);
    // It tells no version: any that comes later is above the one that was retracted.
    this.deps.ledger.acknowledge(entry, id, version + 1, undefined);
    entry.isBusy = false;
  }

  private acknowledge({ entry, said }: Item, { id, version }: Published): void {
    if (entry.id === '') this.mine.push(entry);
    this.deps.ledger.acknowledge(entry, id, version, said);
    entry.isBusy = false;
  }

  private newItem(): Item {
    const { member, nextValue, random, cast } = this.deps;
    const fresh = { owner: member, value: nextValue(), id: '', version: 0, said: undefined };
    return { entry: { ...fresh, isBusy: true }, said: opinion(random, cast, member) };
  }

  private newItems(): Item[] {
    const { random, batchSizes } = this.deps;
    return Array.from({ length: pick(random, batchSizes) }, () => this.newItem());
  }

  /** Other opinions on some that it has published or retracted before, each once. */
  private oldItems(): Item[] {
    const { member, random, cast } = this.deps;
    const count = 1 + below(random, mostAgain);
    const entries = Array.from({ length: count }, () => this.mine[below(random, this.mine.length)]);
    return [...new Set(entries)].flatMap((entry) => {
      if (!entry) return [];
      entry.isBusy = true;
      return [{ entry, said: opinion(random, cast, member) }];
    });
  }

  private standing(): Entry | undefined {
    const entry = this.mine[below(this.deps.random, this.mine.length)];
    return entry?.said && entry;
  }

  private newKey(): string {
    return `${this.deps.member.id}-${this.mine.length}-${++this.keys}-${this.deps.random()}`;
  }

  private send(request: Omit<Request, 'token'>): Promise<Reply> {
    return this.deps.client.insist({ ...request, token: this.deps.member.token });
  }
}

function told({ status, text }: Reply): string {
  return `${status} ${text.slice(0, 300)}`;
}
