import { communities } from '../../support/community';
import { inProcessExchange } from '../../support/exchange';
import { keptContents } from '../../support/kept-contents';

const on = communities();
const values = Array.from({ length: 1002 }, (_, at) => `h${at}.example`);

async function withMore() {
  const world = await on.community();
  for (const some of [values.slice(0, 600), values.slice(600)]) {
    const descriptors = some.map((value) => ({
      ...{ value, status: 'MALICIOUS', tags: ['many'], audience: { community: true } },
    }));
    const body = { descriptors };
    await world.call('POST /v1/descriptors/batch', { token: world.alice.token, body });
  }
  await world.index();
  return world;
}

describe('more than fits on a page', () => {
  it('is exported page after page; a list of it is whole, or says that it is too wide', async () => {
    const world = await withMore();
    const { token } = world.bob;
    const found: string[] = [];
    let line = '/v1/feeds/community/export?format=list&comments=false';
    let pages = 0;
    for (; line; pages++) {
      const { text, headers } = await world.call(`GET ${line}`, { token });
      found.push(...text.split('\n').slice(0, -1));
      line = /^<(.*)>; rel="next"$/.exec(headers['link'] ?? '')?.[1] ?? '';
    }
    const body = { query: { tag: 'many' } };
    await world.call('PUT /v1/saved-searches/many', { token, body });
    const definition = { saved: 'many', format: 'list', comments: false };
    await world.call('PUT /v1/lists/wall', { token, body: { definition } });
    const narrow = inProcessExchange({ ...world, listReadUnits: 10, contents: keptContents() });
    const get = 'GET /v1/lists/wall/content';

    const whole = await world.call(get, { token });
    const wide = await narrow.call(get, { token });

    expect(pages).toBe(2);
    expect(found.sort()).toEqual([...values].sort());
    expect(whole.text.split('\n').slice(0, -1)).toEqual([...values].sort());
    expect(wide).toMatchObject({ status: 409, body: { code: 'list.too_wide', most: 100_000 } });
  });
});
