import { findAddresses } from './find-addresses';
import { findCards } from './find-cards';
import { findCredentials } from './find-credentials';
import { findEmails } from './find-emails';
import { findPhones } from './find-phones';
import { type Finder, type FindingKind, type Found, withoutOverlaps } from './finding';
import { placeIn, viewsOf } from './view';

const finders: Readonly<Partial<Record<FindingKind, Finder>>> = {
  email: findEmails,
  phone: findPhones,
  card: findCards,
  credential: findCredentials,
};

/** What may be base64 in a URL: a parameter, a step of the path, the fragment. */
const encoded = /(?<=[=/#?&])[A-Za-z0-9_-]{8,}={0,2}|(?<=[=#?&])[A-Za-z0-9+/]{8,}={0,2}/g;

/** All that a text should not have in it, however it is written; in the order in which it stands. */
export function findPersonal(text: string): Found[] {
  const found = viewsOf(text).flatMap((view) =>
    [...findPlain(view.text), ...findEncoded(view.text)].map((one) => ({
      kind: one.kind,
      ...placeIn(view, one),
    })),
  );
  return withoutOverlaps(found);
}

function findPlain(text: string): Found[] {
  const kinds = Object.entries(finders) as [FindingKind, Finder][];
  const found = kinds.flatMap(([kind, find]) => find(text).map((span) => ({ kind, ...span })));
  return [...found, ...findAddresses(text)];
}

/** What is in a piece of base64 stands where the piece stands. */
function findEncoded(text: string): Found[] {
  return [...text.matchAll(encoded)].flatMap(({ 0: piece, index }) => {
    const decoded = Buffer.from(piece, 'base64').toString();
    if (!/^[\p{L}\p{N}\p{P}\p{S}\s]{6,}$/u.test(decoded) || decoded.includes('\ufffd')) return [];
    const kinds = new Set(findPlain(decoded).map(({ kind }) => kind));
    return [...kinds].map((kind) => ({ kind, start: index, end: index + piece.length }));
  });
}
