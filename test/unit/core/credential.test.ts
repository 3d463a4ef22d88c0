import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { hashSecret, isSameHash, makeToken, parseToken } from '../../../lambdas/core/credential';
import {
  type Credential,
  isLive,
  requireAdministrator,
} from '../../../lambdas/core/credential-rules';
import { idMaker, timeOrderedId } from '../../../lambdas/core/id';

const secret = (fill: number) => createSecretKey(Buffer.alloc(32, fill));
const memberId = '4611686018427387904';
const block = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

describe('a token', () => {
  it('is read back as it was made', () => {
    fc.assert(
      fc.property(block, (random) => {
        const token = makeToken(memberId, random);

        expect(token).toMatch(/^\d{8,}\|[A-Za-z0-9_-]{49}$/);
        expect(parseToken(token)).toEqual({ memberId, secret: random.toString('base64url') });
      }),
    );
  });

  it('is none when one character of it is another', () => {
    const token = makeToken(memberId, Buffer.alloc(32, 7));
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09_-|'), (at, other) => {
        fc.pre(token[at] !== other);

        expect(parseToken(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      }),
    );
  });
});

describe('a stored hash', () => {
  const pepper = secret(1);
  const hash = hashSecret(pepper, { memberId, secret: 's' });

  it('tells its own secret from every other, and under no other pepper', () => {
    expect(isSameHash(hash, hashSecret(pepper, { memberId, secret: 's' }))).toBe(true);
    expect(isSameHash(hash, hashSecret(pepper, { memberId, secret: 't' }))).toBe(false);
    expect(isSameHash(hash, hashSecret(secret(2), { memberId, secret: 's' }))).toBe(false);
  });

  it.each(['', hash.slice(0, -1), `${hash}A`])('is not equal to a part of it: %#', (other) => {
    expect(isSameHash(hash, other)).toBe(false);
  });
});

describe('an id', () => {
  const makeId = idMaker(secret(3));

  it('is a decimal below 2^63 that hangs on kind and every part', () => {
    const ids = [
      makeId('indicator', 'DOMAIN', 'a.example').id,
      makeId('descriptor', 'DOMAIN', 'a.example').id,
      makeId('indicator', 'DOMAINa', '.example').id,
      makeId('indicator', 'DOMAIN', 'b.example').id,
    ];

    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(BigInt(id)).toBeLessThan(1n << 63n);
  });

  it('sorts by time where it is random', () => {
    const [early, late] = [timeOrderedId(1_000_000, 2 ** 22 - 1), timeOrderedId(1_001_000, 0)];

    expect(BigInt(early)).toBeLessThan(BigInt(late));
  });
});

describe('a credential that was revoked', () => {
  const member = { organisationClass: 'company' } as const;
  const revoked: Credential = {
    ...{ id: '1', name: 'Admin', hash: 'h', role: 'admin', scopes: ['administer'], createdAt: 0 },
    revokedAt: 105,
  };

  it('administers nothing for who began a moment before: two could revoke each other', () => {
    expect(isLive(revoked, 100)).toBe(false);
    expect(() => requireAdministrator(member, [revoked], 100)).toThrow(/last credential/);
    const { revokedAt: _, ...other } = revoked;
    expect(() => requireAdministrator(member, [revoked, other], 100)).not.toThrow();
  });
});
