import type { Community } from './seed';

/** What to paste first; without members, what an operator can do. */
export function curlLines({ baseUrl, members, operator }: Community): string[] {
  const [first, second] = members;
  const curl = (token: string, rest: string) =>
    `curl -s -H 'Authorization: Bearer ${token}' ${rest}`;
  if (!first || !second) return [curl(operator.token, `${baseUrl}/v1/members`)];
  const body = {
    value: 'evil[.]example',
    status: 'MALICIOUS',
    tags: ['phishing'],
    audience: { community: true },
  };
  const json = `-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  return [
    curl(first.token, `${json} ${baseUrl}/v1/descriptors`),
    curl(second.token, `'${baseUrl}/v1/indicators?value=evil.example'`),
    curl(second.token, `'${baseUrl}/v1/feeds/community?limit=3'`),
  ];
}
