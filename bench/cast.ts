import { Api } from './api';

export interface Member {
  readonly id: string;
  readonly token: string;
}

/** Who takes part. */
export interface Cast {
  readonly publisher: Member;
  /** Each in exactly three audiences; several, as one member's rate is limited. */
  readonly readers: readonly Member[];
  /** The id of the readers' group. */
  readonly group: string;
}

const readerCount = 4;

/** Makes the members and their group through the API, as an operator does. */
export async function gatherCast(url: string, operatorToken: string): Promise<Cast> {
  const api = new Api(url, 1);
  const ask = <T>(path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
    api.json<T>({ method, path, token: operatorToken, body: JSON.stringify(body) });
  const admit = async (name: string): Promise<Member> => {
    const { id } = await ask<{ id: string }>('/v1/members', { name });
    const { token } = await ask<{ token: string }>(`/v1/members/${id}/credentials`, {});
    return { id, token };
  };
  const publisher = await admit('Publisher');
  const readers: Member[] = [];
  for (let at = 1; at <= readerCount; at++) readers.push(await admit(`Reader ${at}`));
  const group = await ask<{ id: string }>('/v1/groups', { name: 'Bench' });
  const members = readers.map(({ id }) => id);
  await ask(`/v1/groups/${group.id}/members`, { members }, 'PUT');
  await api.close();
  return { publisher, readers, group: group.id };
}
