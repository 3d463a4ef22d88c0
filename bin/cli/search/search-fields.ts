import { searchQuery } from '../../../lambdas/contracts/search.contract';
import { usage } from '../command';

/** Told by the command itself. */
const own = ['limit', 'cursor', 'q', 'explain', 'facets'];
const names = Object.keys(searchQuery.shape).filter((name) => !own.includes(name));

/** `name=value` where the name is a field of the search; everything else are the words of q. */
export function fieldsOf(positionals: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  const words: string[] = [];
  for (const written of positionals) {
    const [, name = '', value = ''] = /^([a-zA-Z]+)=(.*)$/s.exec(written) ?? [];
    if (!names.includes(name)) words.push(written);
    else if (name in fields) throw usage(`${name} is given twice: put commas between its values`);
    else fields[name] = value;
  }
  return words.length > 0 ? { q: words.join(' '), ...fields } : fields;
}
