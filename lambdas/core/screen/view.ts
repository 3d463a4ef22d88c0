import type { Span } from './finding';

/** A text as it reads once something was decoded in it, and where each of its characters comes from. */
export interface View {
  readonly text: string;
  /** The source's place of each character; absent where the text is the source. */
  readonly places?: readonly Span[];
}

/** How often an encoding is taken off: what is encoded more often is no parameter that a server would read. */
const mostLayers = 3;

const disguise =
  /\s?[[({]\s?(?:@|at)\s?[\])}]\s?|\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?|(?:%[0-9a-f]{2})+|&(?:#64|#x40|commat);/gi;

/** The text as it stands, then as it reads without its defanging and percent-encoding, layer by layer. */
export function viewsOf(text: string): View[] {
  const views: View[] = [{ text }];
  for (let layer = 0; layer < mostLayers; layer++) {
    const next = undisguised(views.at(-1) ?? { text });
    if (!next) break;
    views.push(next);
  }
  return views;
}

/** Where a stretch of a view is in the source. */
export function placeIn({ places }: View, { start, end }: Span): Span {
  if (!places) return { start, end };
  return { start: places[start]?.start ?? 0, end: places[end - 1]?.end ?? 0 };
}

function undisguised(view: View): View | undefined {
  const { text } = view;
  let [plain, from] = ['', 0];
  const places: Span[] = [];
  const keep = (upTo: number) => {
    plain += text.slice(from, upTo);
    for (let at = from; at < upTo; at++) places.push(placeIn(view, { start: at, end: at + 1 }));
  };
  for (const { 0: match, index } of text.matchAll(disguise)) {
    const decoded = revealed(match);
    if (decoded === undefined) continue;
    keep(index);
    from = index + match.length;
    plain += decoded;
    const isEscapes = decoded.length > 0 && match.length === 3 * decoded.length;
    for (let at = 0; at < decoded.length; at++) {
      const one = { start: index + 3 * at, end: index + 3 * at + 3 };
      places.push(placeIn(view, isEscapes ? one : { start: index, end: from }));
    }
  }
  if (from === 0) return undefined;
  keep(text.length);
  return { text: plain, places };
}

/** Undefined for escapes that are no UTF-8: those stay. */
function revealed(match: string): string | undefined {
  if (match.startsWith('%')) {
    try {
      return decodeURIComponent(match);
    } catch {
      return undefined;
    }
  }
  return /\.|dot/i.test(match) ? '.' : '@';
}
