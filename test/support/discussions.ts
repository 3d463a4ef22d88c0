import type { Community, TestMember } from './community';

export interface Said {
  readonly id: string;
  readonly indicatorId: string;
  readonly version: number;
}

/** What members of a world say, in few words; each is indexed at once. */
export function discussions(world: Community) {
  const { call, index } = world;

  async function send({ token }: TestMember, line: string, body: object, key?: string) {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const answer = await call(line, { token, body, headers });
    await index();
    return answer;
  }

  return {
    send,
    publish: async (member: TestMember, value: string, audience: object, more: object = {}) =>
      (
        await send(member, 'POST /v1/descriptors', {
          value,
          status: 'MALICIOUS',
          audience,
          ...more,
        })
      ).body as Said,
    comment: async (member: TestMember, indicatorId: string, text: string, audience: object) =>
      (await send(member, `POST /v1/indicators/${indicatorId}/comments`, { text, audience }))
        .body as Said,
    read: async ({ token }: TestMember, path: string) => call(`GET ${path}`, { token }),
    /** What of the comments on an indicator a member reads, oldest first. */
    textsFor: async ({ token }: TestMember, indicatorId: string): Promise<string[] | number> => {
      const { status, body } = await call(`GET /v1/indicators/${indicatorId}/comments`, { token });
      if (status !== 200) return status;
      return body.comments.map(({ text }: { text: string }) => text);
    },
    remove: async ({ token }: TestMember, path: string) => {
      const { status } = await call(`DELETE ${path}`, { token });
      await index();
      return status;
    },
  };
}
