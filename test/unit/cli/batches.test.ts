import { batches } from '../../../bin/cli/publish/batches';

function item(line: number, bytes = 10) {
  return { line, value: 'x', json: JSON.stringify('x'.repeat(bytes)) };
}

describe('batches', () => {
  it('holds a thousand items at most', () => {
    const queue = batches();

    const cut = Array.from({ length: 1001 }, (_, at) => queue.add(item(at))).filter(Boolean);

    expect(cut.map((batch) => batch?.items.length)).toEqual([1000]);
    expect(queue.end()?.items.map(({ line }) => line)).toEqual([1000]);
    expect(queue.end()).toBeUndefined();
  });

  it('stays below the size of a body', () => {
    const queue = batches();

    const cut = Array.from({ length: 800 }, (_, at) => queue.add(item(at, 9000))).filter(Boolean);

    expect(cut.length).toBeGreaterThan(0);
    for (const batch of cut) expect(Buffer.byteLength(batch?.body ?? '')).toBeLessThan(4_000_000);
  });

  it('makes a body that is JSON', () => {
    const queue = batches();
    queue.add(item(1));
    queue.add(item(2));

    expect(JSON.parse(queue.end()?.body ?? '')).toEqual({
      descriptors: ['xxxxxxxxxx', 'xxxxxxxxxx'],
    });
  });
});
