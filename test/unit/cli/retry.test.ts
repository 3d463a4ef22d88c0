import { mayRetry, pauseBefore } from '../../../bin/cli/retry';

describe('mayRetry', () => {
  it.each([undefined, 429, 500, 502, 503, 504])('tries again after %s', (status) => {
    expect(mayRetry({ status })).toBe(true);
  });

  it.each([301, 400, 401, 403, 404, 409, 410, 413])('does not after %d', (status) => {
    expect(mayRetry({ status })).toBe(false);
  });
});

describe('pauseBefore', () => {
  it('waits at least as long as the server asks', () => {
    const asked = { status: 429, retryAfter: '7', attempt: 0 };

    expect(pauseBefore(asked, () => 0)).toBe(7000);
    expect(pauseBefore(asked, () => 1)).toBe(7200);
  });

  it('doubles up to five seconds, and never in step with others', () => {
    const pauses = [0, 1, 2, 10].map((attempt) =>
      pauseBefore({ status: undefined, retryAfter: null, attempt }, () => 1),
    );
    const least = pauseBefore({ status: undefined, retryAfter: null, attempt: 10 }, () => 0);

    expect(pauses).toEqual([200, 400, 800, 5000]);
    expect(least).toBe(2500);
  });

  it('takes no date for a number of seconds', () => {
    const retryAfter = 'Sun, 22 Nov 2026 10:00:00 GMT';

    expect(pauseBefore({ status: 503, retryAfter, attempt: 0 }, () => 1)).toBe(200);
  });
});
