import {
  asciiJson,
  hubVerificationUrl,
  isHubAnswer,
  signHub,
  verifyHub,
} from '../../../lambdas/core/webhooks/threatexchange-format';

describe('the headers of ThreatExchange', () => {
  // Of RFC 4231 and RFC 2202, case 2.
  const [body, secret] = ['what do ya want for nothing?', 'Jefe'];
  const sha256 = 'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

  it('sign the body in both ways', () => {
    expect(signHub(body, secret)).toEqual({
      'x-hub-signature-256': sha256,
      'x-hub-signature': 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    });
  });

  it.each([
    ['as it is', sha256, true],
    ['empty', '', false],
    ['of the version alone', 'sha256=', false],
    ['truncated', sha256.slice(0, -1), false],
    ['extended', `${sha256}0`, false],
    ['in capitals', sha256.toUpperCase(), false],
    ['the older one', 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79', false],
  ])('verify: %s', (_, header, isRight) => {
    expect(verifyHub(header, body, secret)).toBe(isRight);
  });
});

describe('the body', () => {
  it('is ASCII, and means the same', () => {
    const value = { text: 'ä€ 😀', key: ['\u0000', '"'] };

    expect(asciiJson(value)).toContain(String.raw`\u00e4\u20ac \ud83d\ude00`);
    expect(JSON.parse(asciiJson(value))).toEqual(value);
  });
});

describe('the verification', () => {
  const asked = { challenge: '1158201444', verifyToken: 'meat & yolk' };

  it('asks with the three parameters, beside those of the receiver', () => {
    const url = hubVerificationUrl('https://hook.example/in?key=1', asked);

    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      key: '1',
      'hub.mode': 'subscribe',
      'hub.challenge': '1158201444',
      'hub.verify_token': 'meat & yolk',
    });
    expect(url).toMatch(/^https:\/\/hook\.example\/in\?key=1&hub\.mode=subscribe&/);
  });

  it.each([
    ['the challenge', '1158201444', true],
    ['the challenge in a line', '1158201444\n', true],
    ['the token, which is all that the Python client can say', 'meat & yolk', true],
    ['another challenge', '1158201445', false],
    ['a page with the challenge in it', '<p>1158201444</p>', false],
    ['nothing', '', false],
  ])('takes %s', (_, body, isRight) => {
    expect(isHubAnswer(body, asked)).toBe(isRight);
  });

  it('takes nothing for an answer where the token is empty', () => {
    expect(isHubAnswer('', { challenge: '1', verifyToken: '' })).toBe(false);
  });
});
