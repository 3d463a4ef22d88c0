import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { signWebhook, verifyWebhook } from '../../../lambdas/core/webhooks/signing';
import {
  makeSigningKey,
  readSigningKey,
  readVerifyingKey,
  verifyingKeyOf,
} from '../../../lambdas/core/webhooks/signing-key';

const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
const seconds = 1614265330;
const now = seconds * 1_000_000;
// The libraries' own, whose signatures of the message have what the alphabet of URLs spells otherwise.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const pair = 'whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=';
const other = makeSigningKey('hmac', randomBytes);
const otherPair = makeSigningKey('ed25519', randomBytes);

describe('the vectors of the Standard Webhooks libraries', () => {
  it.each([
    [secret, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    [
      pair,
      'v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==',
    ],
  ])('%s', (key, signature) => {
    const headers = signWebhook(message, [key], now);

    expect(headers).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature,
    });
    expect(verifyWebhook(headers, message.body, [verifyingKeyOf(key)], now)).toEqual({
      kind: 'verified',
      id: message.id,
    });
  });
});

describe.each([
  ['hmac', secret, other],
  ['ed25519', pair, otherPair],
])('a webhook signed by %s', (_, key, wrongKey) => {
  const headers = signWebhook(message, [key], now);
  const keys = [verifyingKeyOf(key)];
  const [version = '', encoded = ''] = (headers['webhook-signature'] ?? '').split(',');
  const signedBy = (signature: string) =>
    verifyWebhook({ ...headers, 'webhook-signature': signature }, message.body, keys, now).kind;

  it.each([
    ['empty', ''],
    ['of a version alone', version],
    ['with nothing after the comma', `${version},`],
    ['truncated', `${version},${encoded.slice(0, -4)}`],
    ['cut to one byte', `${version},${encoded.slice(0, 2)}==`],
    ['extended', `${version},${encoded}AAAA`],
    ['extended by a comma', `${version},${encoded},`],
    ['without its padding', `${version},${encoded.replaceAll('=', '')}`],
    ['in the alphabet of URLs', `${version},${encoded}`.replaceAll('+', '-').replaceAll('/', '__')],
    ['of a wrong version', `v2,${encoded}`],
    ['of the other version', `${version === 'v1' ? 'v1a' : 'v1'},${encoded}`],
    ['of zeros', `${version},${Buffer.alloc(version === 'v1' ? 32 : 64).toString('base64')}`],
    ['of another key', signWebhook(message, [wrongKey], now)['webhook-signature'] ?? ''],
    ['after a hundred others', `${`${version},AAAA `.repeat(100)}${version},${encoded}`],
  ])('is refused with a signature that is %s', (_name, signature) => {
    expect(signedBy(signature)).toBe('refused');
  });

  it('is believed where it is the last of a hundred', () => {
    expect(signedBy(`${`${version},AAAA `.repeat(99)}${version},${encoded}`)).toBe('verified');
  });

  it.each([
    ['five minutes old', 300, { kind: 'verified', id: message.id }],
    ['older', 301, { kind: 'refused', reason: 'too_old' }],
    ['five minutes early', -300, { kind: 'verified', id: message.id }],
    ['earlier', -301, { kind: 'refused', reason: 'too_new' }],
  ])('%s', (_name, age, verdict) => {
    expect(verifyWebhook(headers, message.body, keys, now + age * 1_000_000)).toEqual(verdict);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'is refused without %s',
    (name) => {
      const { [name]: _gone, ...rest } = headers;
      expect(verifyWebhook(rest, message.body, keys, now).kind).toBe('refused');
    },
  );

  it('is refused when anything that is signed is changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('webhook-id', 'webhook-timestamp', 'body'),
        fc.nat(),
        (what, at) => {
          const changed = { ...headers, body: message.body };
          const text = changed[what as 'body'];
          const place = at % text.length;
          const digit = text[place] === '1' ? '2' : '1';
          changed[what as 'body'] = text.slice(0, place) + digit + text.slice(place + 1);
          return verifyWebhook(changed, changed.body, keys, now).kind === 'refused';
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('while keys are rotated', () => {
  const headers = signWebhook(message, [pair, secret, other], now);

  it.each([pair, secret, other])('each live key verifies', (key) => {
    expect(verifyWebhook(headers, message.body, [verifyingKeyOf(key)], now).kind).toBe('verified');
  });

  it('has a signature of each, in their order', () => {
    const versions = headers['webhook-signature']?.split(' ').map((each) => each.split(',')[0]);
    expect(versions).toEqual(['v1a', 'v1', 'v1']);
  });
});

describe('the library of the specification', () => {
  const real = Date.now() * 1000;

  it('verifies what is signed here, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        const headers = signWebhook({ id: 'm-1', body }, [pair, other, secret], real);
        new Webhook(secret).verify(body, headers, { jsonParse: false });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses no signature that is believed here', () => {
    const [version, encoded = ''] = signWebhook(message, [secret], real)[
      'webhook-signature'
    ]?.split(',') ?? [''];
    const part = fc.oneof(
      fc.constantFrom('', ' ', ',', 'v1', 'v1a', 'v2', encoded),
      fc.base64String(),
    );
    const text = fc.oneof(
      fc.array(part).map((parts) => parts.join('')),
      fc.nat(50).map((length) => `${version},${encoded.slice(0, length)}`),
      fc.constant(`${version},${encoded}`),
    );
    fc.assert(
      fc.property(text, (signature) => {
        const headers = { ...signWebhook(message, [secret], real), 'webhook-signature': signature };
        const ours = verifyWebhook(headers, message.body, [secret], real).kind === 'verified';
        return !ours || libraryVerifies(headers);
      }),
      { numRuns: 200 },
    );
  });

  function libraryVerifies(headers: Record<string, string>): boolean {
    try {
      new Webhook(secret).verify(message.body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  }
});

describe('a key', () => {
  it.each([
    ['no prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['another prefix', 'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['nothing', 'whsec_'],
    ['too short a secret', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['too long a secret', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['no base64', `whsec_${'!'.repeat(32)}`],
    ['a seed of another length', `whsk_${Buffer.alloc(31).toString('base64')}`],
  ])('that is %s does not sign, and is not repeated', (_, text) => {
    expect(() => readSigningKey(text)).toThrow(/^no key of a webhook/);
    expect(() => readSigningKey(text)).not.toThrow(text.slice(6) || 'nothing');
  });

  it('with its public half behind it is the same key', () => {
    const [seed, publicHalf] = [pair.slice(5), verifyingKeyOf(pair).slice(5)];
    const both = Buffer.concat([seed, publicHalf].map((text) => Buffer.from(text, 'base64')));

    expect(verifyingKeyOf(`whsk_${both.toString('base64')}`)).toBe(verifyingKeyOf(pair));
  });

  it('of the private half does not verify', () => {
    expect(() => readVerifyingKey(pair)).toThrow('no key of a webhook');
  });
});
