// SPDX-License-Identifier: Apache-2.0
// Canonical JSON (RFC 8785), and reading what others sent without believing its shape.

export type Json = null | boolean | number | string | readonly Json[] | {readonly [name: string]: Json};

export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const object = value as {readonly [name: string]: Json};
  return `{${Object.keys(object).sort().map((name) => `${JSON.stringify(name)}:${canonical(object[name] as Json)}`).join(',')}}`;
}

/// Each gives the value in its type or throws: what a server sends may have any shape.
export function object(value: unknown): {readonly [name: string]: unknown} {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('not an object');
  return value as {readonly [name: string]: unknown};
}
export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value as readonly unknown[];
}
export function whole(value: unknown, most = 2 ** 53 - 1, least = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) throw new Error('not a whole number of this range');
  return value;
}
export function words(value: unknown): string {
  if (typeof value !== 'string') throw new Error('not text');
  return value;
}
export function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error('neither true nor false');
  return value;
}
