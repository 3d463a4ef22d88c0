/** `engine 3, cloud 2 (5)` */
export function counts(by: ReadonlyMap<string, number>): string {
  const total = [...by.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'none';
  return `${[...by].map(([name, count]) => `${name} ${count}`).join(', ')} (${total})`;
}

/** `p50 12 ms, p99 40 ms` */
export function list(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
