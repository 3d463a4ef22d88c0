import { communities } from '../support/community';

const { community } = communities();

it('a second bootstrap gives no token when the first credential has been forgotten', async () => {
  const world = await community();
  const { call, operator, bootstrap } = world;
  const path = `/v1/members/${operator.id}/credentials`;
  let { token } = operator;
  for (let at = 0; at < 13; at++) {
    const { body } = await call(`POST ${path}`, { token, body: {} });
    const { body: me } = await call('GET /v1/me', { token });
    await call(`DELETE ${path}/${me.credentialId}`, { token: body.token });
    ({ token } = body);
    world.wait(60);
  }
  const { body } = await call(`GET ${path}`, { token });
  expect(body.credentials.map(({ name }: { name: string }) => name)).not.toContain('Bootstrap');

  const again = await bootstrap();

  expect(again).toEqual({ status: 'already_bootstrapped', operatorId: operator.id });
});
