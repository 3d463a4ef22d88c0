import { namesIn, resolveReferences } from './batch-references';
import { badParameter, errorBody, GraphError, traceOf } from './graph-error';
import type { GraphRequest, RawRequest } from './graph-request';
import { readFlag } from './read-params';

interface Reply {
  readonly status: number;
  readonly text: string;
}

type Serve = (sent: RawRequest & { readonly id: string }) => Promise<Reply>;

interface Item {
  readonly method: string;
  readonly relative_url: string;
  readonly body?: string;
  readonly name?: string;
  readonly omit_response_on_success?: boolean;
}

const mostItems = 50;

/** Several requests in one, one after the other; one that fails stops no other. */
export async function runBatch(batch: GraphRequest, serve: Serve): Promise<(object | null)[]> {
  const items = readItems(batch);
  const hasHeaders = readFlag(batch.params, 'include_headers') ?? true;
  const omits = readFlag(batch.params, 'omit_response_on_success') ?? false;
  const replies: (object | null)[] = [];
  const answers = new Map<string, string>();
  for (const [at, item] of items.entries()) {
    const reply = await answerTo(item, at, answers, (made) => serve(requestOf(made, at, batch)));
    if (item.name !== undefined && reply.status === 200) answers.set(item.name, reply.text);
    const isOmitted = item.omit_response_on_success ?? (omits || isNeededByOthers(item, items));
    const isDone = reply.status === 200;
    replies.push(isDone && isOmitted ? null : shown(reply, hasHeaders));
  }
  return replies;
}

/** An item whose reference leads nowhere fails by itself. */
async function answerTo(
  item: Item,
  at: number,
  answers: ReadonlyMap<string, string>,
  answer: (item: Item) => Promise<Reply>,
): Promise<Reply> {
  let whole: Item;
  try {
    const { relative_url: url, body } = item;
    whole = {
      ...item,
      relative_url: resolveReferences(url, answers),
      ...(body === undefined ? {} : { body: resolveReferences(body, answers) }),
    };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.status, text: JSON.stringify(errorBody(error, traceOf(`${at}`))) };
  }
  return answer(whole);
}

function readItems({ params }: GraphRequest): Item[] {
  const items = parsed(params['batch'] ?? '');
  if (items.length > mostItems) throw badParameter('batch', `has at most ${mostItems} items.`);
  return items.map((item) => {
    if (isItem(item)) return item;
    throw badParameter('batch', 'has items with method and relative_url.');
  });
}

function parsed(text: string): unknown[] {
  try {
    const whole: unknown = JSON.parse(text);
    if (Array.isArray(whole)) return whole;
  } catch {
    // Told like any other text that is no list.
  }
  throw badParameter('batch', 'must be a JSON array.');
}

function isItem(item: unknown): item is Item {
  const {
    method,
    relative_url: url,
    body = '',
    name = '',
  } = (item ?? {}) as Record<string, unknown>;
  return [method, url, body, name].every((part) => typeof part === 'string');
}

interface Dependent {
  readonly depends_on?: unknown;
}

/** What another names is left out of the answer, as what it depends on. */
function isNeededByOthers({ name }: Item, items: readonly Item[]): boolean {
  if (name === undefined) return false;
  return items.some((other) => {
    const { depends_on: needed, relative_url: url, body = '' } = other as Item & Dependent;
    return needed === name || namesIn(url + body).includes(name);
  });
}

/** An item without a token of its own goes by that of the batch; none leads to another batch. */
function requestOf(item: Item, at: number, { token, base }: GraphRequest) {
  const [path = '', query = ''] = item.relative_url.split(/\?(.*)/s);
  const isBatch = new URLSearchParams(`${query}&${item.body ?? ''}`).has('batch');
  if (isBatch) throw new GraphError(400, 100, '(#100) Param batch: has no batches in it.');
  const { protocol, host } = new URL(base);
  return {
    id: `${at}`,
    method: item.method.toUpperCase(),
    path,
    rawQuery: query,
    headers: {
      ...{ host, 'x-forwarded-proto': protocol.slice(0, -1) },
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: Buffer.from(item.body ?? ''),
  };
}

const headers = [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }];

function shown({ status, text }: Reply, hasHeaders: boolean): object {
  return { code: status, ...(hasHeaders ? { headers } : {}), body: text };
}
