import type { Community, TestMember } from './community';
import type { Answer, Call, Exchange } from './exchange';
import type { Draw } from './hostile';
import { readTruth } from './stored';

/** What the last acknowledged write of a descriptor said. */
interface Said {
  readonly member: TestMember;
  readonly version: number;
  readonly description: string;
  readonly state: 'live' | 'retracted';
}

/** What a script of writes was answered. */
export interface Ledger {
  readonly said: Map<string, Said>;
  /** Answers that told the member to come again; nothing else but success is ever taken. */
  readonly refusals: Answer[];
  acts: number;
}

export function emptyLedger(): Ledger {
  return { said: new Map(), refusals: [], acts: 0 };
}

export interface Script {
  readonly world: Community;
  readonly call: Exchange['call'];
  readonly draw: Draw;
  readonly acts: number;
  /** Done after each act. */
  readonly after?: () => Promise<void>;
  /** Goes on from what was said before. */
  readonly ledger?: Ledger;
}

/** Members write at random on a few values to a few audiences, and repeat what was not acknowledged. */
export async function play(script: Script): Promise<Ledger> {
  const { world, call, draw, acts, after, ledger = emptyLedger() } = script;
  for (const end = ledger.acts + acts; ledger.acts < end; ledger.acts++) {
    const act = ledger.acts;
    const standing = [...ledger.said].filter(([, { state }]) => state === 'live');
    const [id, said] = pick(standing, draw) ?? [];
    const dice = draw();
    if (!id || !said || dice < 0.5) await publish(world, call, draw, act, ledger);
    else if (dice < 0.85) await patch(world, call, draw, act, ledger, id, said);
    else await retract(call, act, ledger, id, said);
    await after?.();
  }
  return ledger;
}

async function publish(
  world: Community,
  call: Exchange['call'],
  draw: Draw,
  act: number,
  ledger: Ledger,
): Promise<void> {
  const member = pick([world.alice, world.bob, world.carol], draw) ?? world.alice;
  const description = `act ${act}`;
  const body = {
    ...{ value: `v${Math.floor(draw() * 5)}.example`, description, status: aStatus(draw) },
    ...{ tags: [`t${Math.floor(draw() * 4)}`, 'all'], audience: anAudience(world, member, draw) },
    ...(draw() < 0.2 ? { expiresAt: new Date(world.time.micros / 1000 + 9e5).toISOString() } : {}),
  };
  const answer = await insist(call, 'POST /v1/descriptors', asMember(member, act, body), ledger);
  const { id, version } = answer.body;
  ledger.said.set(id, { member, version, description, state: 'live' });
}

async function patch(
  world: Community,
  call: Exchange['call'],
  draw: Draw,
  act: number,
  ledger: Ledger,
  id: string,
  { member, version }: Said,
): Promise<void> {
  const description = `act ${act}`;
  const audience = draw() < 0.6 ? { audience: anAudience(world, member, draw) } : {};
  const body = { version, description, status: aStatus(draw), ...audience };
  const line = `PATCH /v1/descriptors/${id}`;
  const answer = await insist(call, line, asMember(member, act, body), ledger);
  ledger.said.set(id, { member, version: answer.body.version, description, state: 'live' });
}

async function retract(
  call: Exchange['call'],
  act: number,
  ledger: Ledger,
  id: string,
  said: Said,
): Promise<void> {
  const line = `DELETE /v1/descriptors/${id}`;
  await insist(call, line, asMember(said.member, act, undefined), ledger);
  ledger.said.set(id, { ...said, description: '', state: 'retracted' });
}

function asMember({ token }: TestMember, act: number, body: object | undefined): Call {
  const headers = { 'idempotency-key': `act-${act}` };
  return body ? { token, body, headers } : { token, headers };
}

async function insist(
  call: Exchange['call'],
  line: string,
  request: Call,
  { refusals }: Ledger,
): Promise<Answer> {
  for (let time = 0; time < 50; time++) {
    const answer = await call(line, request);
    if (answer.status < 300) return answer;
    refusals.push(answer);
    if (![429, 503].includes(answer.status)) throw new Error(`${line}: ${answer.text}`);
  }
  throw new Error(`${line} was never answered`);
}

/** In what the items differ from what their owners were told of them. */
export async function lostWrites(
  { said }: Ledger,
  ...[client, tables]: Parameters<typeof readTruth>
): Promise<string[]> {
  const descriptors = await readTruth(client, tables);
  const items = new Map(descriptors.map((descriptor) => [descriptor.id, descriptor]));
  return [...said].flatMap(([id, { version, description, state }]) => {
    const item = items.get(id);
    if (item?.state !== state || item.opinion.description !== description) return [`${id} is lost`];
    return state === 'retracted' || item.version === version ? [] : [`${id} has another version`];
  });
}

function anAudience({ group, alice, bob, carol }: Community, owner: TestMember, draw: Draw) {
  const groups = owner.id === carol.id ? [] : [group.id];
  const members = pick([[alice.id], [bob.id], [bob.id, carol.id]], draw) ?? [];
  return pick(
    [{ community: true }, { community: true, groups }, { groups, members }, { members }],
    draw,
  );
}

function aStatus(draw: Draw): string {
  return pick(['MALICIOUS', 'SUSPICIOUS', 'NON_MALICIOUS'], draw) ?? 'UNKNOWN';
}

function pick<T>(list: readonly T[], draw: Draw): T | undefined {
  return list[Math.floor(draw() * list.length)];
}
