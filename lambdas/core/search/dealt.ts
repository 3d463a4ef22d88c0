/** As many as a cursor carries: the places of one thing stand near each other, by when its audiences saw it. */
const most = 64;
const bytesPerId = 8;

/** The last of those that a walk has dealt with, as text. Their other places need not be read on the next page. */
export function packDealt(ids: readonly string[]): string {
  const last = ids.slice(-most);
  const bytes = Buffer.alloc(last.length * bytesPerId);
  for (const [at, id] of last.entries()) bytes.writeBigUInt64BE(BigInt(id), at * bytesPerId);
  return bytes.toString('base64url');
}

export function unpackDealt(text = ''): string[] {
  const bytes = Buffer.from(text, 'base64url');
  return Array.from({ length: Math.floor(bytes.length / bytesPerId) }, (_, at) =>
    String(bytes.readBigUInt64BE(at * bytesPerId)),
  );
}
