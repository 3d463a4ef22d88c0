import { isoTime } from '../core/time';
import { badParameter } from './graph-error';
import type { Params } from './read-params';

/** Milliseconds of each unit of a relative time; months and years as they are long on average. */
const units: Readonly<Record<string, number>> = {
  second: 1000,
  sec: 1000,
  minute: 60_000,
  min: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
  month: 2_629_746_000,
  year: 31_556_952_000,
};

const relative = new RegExp(
  `^(?:([+-]?)(\\d{1,6}) ?|an? )(${Object.keys(units).join('|')})s?( ago)?$`,
);
const absolute =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[ t](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)? ?(z|utc|gmt|[+ -]?\d{2}:?\d{2})?$/;

/** A time in milliseconds as PHP's strtotime takes it, in the forms that clients send; undefined for what is none. */
export function readTime(written: string, nowMilliseconds: number): number | undefined {
  const text = written.trim().toLowerCase();
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000;
  const today = nowMilliseconds - (nowMilliseconds % 86_400_000);
  if (text === 'now') return nowMilliseconds;
  if (text === 'today' || text === 'midnight') return today;
  if (text === 'yesterday') return today - 86_400_000;
  if (text === 'tomorrow') return today + 86_400_000;
  return readRelative(text, nowMilliseconds) ?? readAbsolute(text);
}

function readRelative(text: string, now: number): number | undefined {
  const found = relative.exec(text);
  if (!found) return undefined;
  const [, sign, count = '1', unit = '', ago] = found;
  const length = Number(count) * (units[unit] ?? 0);
  return now + (sign === '-' || ago ? -length : length);
}

/** In a query a `+` that was not encoded arrives as a space. */
function readAbsolute(text: string): number | undefined {
  const found = absolute.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hours = '00', minutes = '00', seconds = '00', zone = 'z'] = found;
  const offset = /^[a-z]/.test(zone)
    ? 'Z'
    : zone.replace(/^ ?(?=\d)/, '+').replace(/(\d{2}):?(\d{2})$/, '$1:$2');
  const time = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}${offset}`);
  return Number.isNaN(time) ? undefined : time;
}

const year9999 = Date.UTC(9999, 0);

/** As the use cases take it. */
export function readIsoTime(params: Params, name: string, nowMicros: number): string | undefined {
  const written = params[name];
  if (written === undefined || written === '') return undefined;
  const time = readTime(written, Math.floor(nowMicros / 1000));
  if (time === undefined || time < 0 || time >= year9999) {
    throw badParameter(
      name,
      'must be a time: seconds since 1970, an ISO date, or one like -1week.',
    );
  }
  return isoTime(time * 1000);
}
