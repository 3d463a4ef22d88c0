import { request } from 'node:http';

/** A request as it is written, which fetch would encode and give a content type. */
export function rawRequest(
  url: string,
  method: string,
  target: string,
  {
    headers = {},
    body,
  }: {
    readonly headers?: Record<string, string> | undefined;
    readonly body?: string | Buffer | undefined;
  } = {},
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: target, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject).end(body);
  });
}
