import type { Caller } from '../core/caller';
import { type Clock, isoTime } from '../core/time';
import type { UseStore } from '../store/use-store';
import { errorFields, type Log } from './logger';

export interface NoteUseDeps {
  readonly uses: Pick<UseStore, 'note'>;
  readonly now: Clock;
  readonly log: Log;
}

export type NoteUse = (caller: Caller) => Promise<void>;

const notedCredentials = 10_000;

/**
 * Notes the day on which a credential was used, once a day in each environment. It is for people to see what is in use:
 * where it can't be written, the request goes on.
 */
export function useNoter({ uses, now, log }: NoteUseDeps): NoteUse {
  let noted = new Set<string>();
  let today = '';
  return async ({ member, credential: { id } }) => {
    const day = isoTime(now()).slice(0, 10);
    if (day !== today || noted.size >= notedCredentials) {
      noted = new Set();
      today = day;
    }
    if (noted.has(id)) return;
    noted.add(id);
    try {
      await uses.note(member.id, id, day);
    } catch (error) {
      noted.delete(id);
      log.warn('use.not_noted', errorFields(error));
    }
  };
}
