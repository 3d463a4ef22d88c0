import type { Resource } from './assembly';
import { describe } from './attributes';

/** A resource's resolved properties, read by kind; what has another kind is an error by name. */
export class Properties {
  readonly values: Readonly<Record<string, unknown>>;
  readonly whose: string;

  constructor(whose: Resource | string, values: unknown) {
    this.whose = typeof whose === 'string' ? whose : describe(whose);
    if (!isRecord(values)) throw new Error(`${this.whose}: not an object`);
    this.values = values;
  }

  text(name: string): string;
  text(name: string, otherwise: string): string;
  text(name: string, otherwise?: string): string {
    const value = this.values[name] ?? otherwise;
    return typeof value === 'string' ? value : this.refuse(name);
  }

  number(name: string, otherwise: number): number {
    const value = Number(this.values[name] ?? otherwise);
    return Number.isFinite(value) ? value : this.refuse(name);
  }

  flag(name: string, otherwise = false): boolean {
    return String(this.values[name] ?? otherwise) === 'true';
  }

  list(name: string): readonly unknown[] {
    const value = this.values[name] ?? [];
    return Array.isArray(value) ? value : this.refuse(name);
  }

  child(name: string): Properties {
    return new Properties(`${this.whose} ${name}`, this.values[name] ?? {});
  }

  /** Fails where a value is set that the local cloud would not honour. */
  only(name: string, allowed: readonly unknown[]): void {
    if (this.values[name] !== undefined && !allowed.includes(this.values[name])) this.refuse(name);
  }

  onlyNames(allowed: readonly string[]): void {
    for (const name of Object.keys(this.values)) if (!allowed.includes(name)) this.refuse(name);
  }

  refuse(name: string): never {
    const value = JSON.stringify(this.values[name]);
    throw new Error(`${this.whose}: the local cloud does not understand ${name} ${value}`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
