/** How a member may call what it keeps under a name. */
export const nameForm = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** What a member keeps by name, and how many of each at most. */
export const mostNamed = { search: 100, list: 20 } as const;
export type NamedKind = keyof typeof mostNamed;

/** Something under a name, as it is kept. */
export interface Named<T> {
  readonly name: string;
  readonly content: T;
  readonly version: number;
}
