import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawRequest } from '../component/threatexchange/raw-request';
import { endAll, newFolder, start } from '../support/npm-start';

afterAll(endAll);

interface Member {
  readonly id: string;
  readonly token: string;
}

const said = (indicator: string) =>
  `indicator=${indicator}&type=DOMAIN&description=x&status=MALICIOUS&privacy_type=VISIBLE&share_level=GREEN`;

describe('ThreatExchange’s API as npm start serves it, through its gateway', () => {
  it('takes requests as the clients write them, and writes by none of them that only looks', async () => {
    const data = newFolder();
    await start(data);
    const file = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
    const [{ id: app, token }] = file.members as [Member];
    const url: string = file.baseUrl;
    const encoded = encodeURIComponent(token);
    const send = async (method: string, target: string, headers = {}, body?: string | Buffer) => {
      const { status, text } = await rawRequest(url, method, target, { headers, body });
      return [status, JSON.parse(text)];
    };
    const form = await multipart({ access_token: token, ...fieldsOf(said('multi.example')) });

    const posted = [
      await send('POST', `/v26.0/threat_descriptors/?access_token=${token}&${said('raw.example')}`),
      await send(
        ...['POST', '//v26.0//threat_descriptors/', { 'content-type': 'text/json' }],
        JSON.stringify({ access_token: token, ...fieldsOf(said('json.example')) }),
      ),
      await send(
        ...(['POST', '/threat_descriptors', {}] as const),
        `&access_token=${encoded}&${said('form.example')}`,
      ),
      await send('POST', '/v26.0/threat_descriptors', form.headers, form.body),
    ];
    const ids = posted.map(([, body]) => body.id);
    const looks = [
      await send('GET', `/?access_token=${token}&ids=[${ids}]&fields=raw_indicator,owner{id}`),
      await send('GET', `/v2.9/${ids[0]}/?access_token=${encoded}&access_token=${encoded}`),
      await send(
        'GET',
        `//v2.8/threat_exchange_members?access_token=${token.replace('|', '%257C')}`,
      ),
      await send('GET', `/v26.0/${ids[0]}?access_token=${token}&method=delete`),
    ];
    const batch = JSON.stringify([
      { method: 'GET', relative_url: `v26.0/${ids[1]}?fields=raw_indicator` },
      { method: 'DELETE', relative_url: `v26.0/${ids[0]}` },
      { method: 'GET', relative_url: `v26.0/${ids[0]}` },
    ]);
    const [, items] = await send(
      'POST',
      `/?access_token=${encoded}&include_headers=false&batch=${encodeURIComponent(batch)}`,
    );
    const nowhere = await send('GET', `/v26.0/no_such_thing?access_token=${token}`);

    expect(posted).toEqual(Array(4).fill([200, { success: true, id: expect.any(String) }]));
    expect(looks.map(([status]) => status)).toEqual([200, 200, 200, 200]);
    expect(Object.values(looks[0]?.[1])).toMatchObject(
      ['raw', 'json', 'form', 'multi'].map((name) => ({
        ...{ raw_indicator: `${name}.example`, owner: { id: app } },
      })),
    );
    expect(looks[3]?.[1]).toMatchObject({ id: ids[0], raw_indicator: 'raw.example' });
    expect(items.map(({ code }: { code: number }) => code)).toEqual([200, 200, 400]);
    expect(nowhere).toMatchObject([400, { error: { code: 2500 } }]);
  });
});

function fieldsOf(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

/** As curl sends it with -F. */
async function multipart(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  return { headers, body: Buffer.from(await encoded.arrayBuffer()) };
}
