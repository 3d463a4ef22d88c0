export interface Route<T> {
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly target: T;
}

export interface Match<T> {
  readonly route: Route<T>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** API Gateway's order: the most specific path, then its own method before ANY, then `$default`. */
export class RouteTable<T> {
  private readonly routes: readonly Route<T>[];
  private readonly otherwise: Route<T> | undefined;

  constructor(targets: ReadonlyMap<string, T>) {
    const routes = [...targets].map(([key, target]) => readRoute(key, target));
    this.otherwise = routes.find(({ key }) => key === '$default');
    this.routes = routes
      .filter(({ key }) => key !== '$default')
      .sort((a, b) => specificity(b).localeCompare(specificity(a)));
  }

  find(method: string, path: string): Match<T> | undefined {
    const segments = path.split('/').slice(1);
    for (const route of this.routes) {
      if (route.method !== method && route.method !== 'ANY') continue;
      const parameters = matchSegments(route.segments, segments);
      if (parameters) return { route, parameters };
    }
    return this.otherwise && { route: this.otherwise, parameters: {} };
  }
}

function readRoute<T>(key: string, target: T): Route<T> {
  if (key === '$default') return { key, method: 'ANY', segments: [], target };
  const [method = '', path = ''] = key.split(' ');
  if (!path.startsWith('/')) throw new Error(`the local cloud does not understand route ${key}`);
  return { key, method, segments: path.split('/').slice(1), target };
}

function specificity({ segments, method }: Route<unknown>): string {
  const kinds = segments.map((one) => (one.endsWith('+}') ? 'a' : one.startsWith('{') ? 'b' : 'c'));
  return `${kinds.join('')}${method === 'ANY' ? '0' : '1'}`;
}

function matchSegments(
  wanted: readonly string[],
  given: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, one] of wanted.entries()) {
    const value = given[index];
    if (value === undefined) return undefined;
    if (one.endsWith('+}')) {
      const rest = given.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [one.slice(1, -2)]: rest };
    }
    if (!one.startsWith('{')) {
      if (one !== value) return undefined;
    } else if (value === '') return undefined;
    else parameters[one.slice(1, -1)] = value;
  }
  return wanted.length === given.length ? parameters : undefined;
}
