export interface Credential {
  readonly id: string;
  readonly token: string;
}

/** A call that must succeed; a seed that fails should say where. */
export async function callApi<T>(
  baseUrl: string,
  token: string,
  line: string,
  body?: unknown,
): Promise<T> {
  const [method = 'GET', path = '/'] = line.split(' ');
  const response = await fetch(baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${line} answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}
