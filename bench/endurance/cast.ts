import type { Client } from './client';

export interface Member {
  readonly id: string;
  readonly token: string;
}

/** Who takes part. */
export interface Cast {
  /** Members of the group, who publish. */
  readonly publishers: readonly [Member, ...Member[]];
  /** In the group too, and publishes nothing. */
  readonly reader: Member;
  readonly groupId: string;
}

/** Made through the API, as an operator does. */
export async function gather(client: Client, operatorToken: string, count: number): Promise<Cast> {
  const ask = <T>(path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
    client.json<T>({ method, path, token: operatorToken, body });
  const admit = async (name: string): Promise<Member> => {
    const { id } = await ask<{ id: string }>('/v1/members', { name });
    const { token } = await ask<{ token: string }>(`/v1/members/${id}/credentials`, {});
    return { id, token };
  };
  const reader = await admit('Reader');
  const first = await admit('Publisher 1');
  const publishers: [Member, ...Member[]] = [first];
  for (let at = 2; at <= count; at++) publishers.push(await admit(`Publisher ${at}`));
  const { id: groupId } = await ask<{ id: string }>('/v1/groups', { name: 'Endurance' });
  const members = [reader, ...publishers].map(({ id }) => id);
  await ask(`/v1/groups/${groupId}/members`, { members }, 'PUT');
  return { publishers, reader, groupId };
}
