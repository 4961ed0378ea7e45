// SPDX-License-Identifier: Apache-2.0
// What the pages ask their own server, and nobody else.
import type {components} from './described.ts';

type Schemas = components['schemas'];

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string) { super(code); }
}

async function answer(path: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {credentials: 'same-origin', redirect: 'error', ...init});
  } catch {
    throw new ApiError(0, 'OFFLINE');
  }
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, (body as {error?: string}).error ?? String(response.status));
  return body;
}

export const get = <T>(path: string): Promise<T> => answer(path) as Promise<T>;

export const send = <T>(method: 'POST' | 'DELETE', path: string, csrf: string, body?: unknown): Promise<T> =>
  answer(path, {method, headers: {'Content-Type': 'application/json', ...(csrf ? {'X-Karuna-CSRF': csrf} : {})}, ...(body === undefined ? {} : {body: JSON.stringify(body)})}) as Promise<T>;

export type Role = Schemas['Role'];
export type Signed = Schemas['SignedIn'];
export type Session = Schemas['Session'];

export type Wave = Schemas['Wave'];
export type Contact = Schemas['Contact'];
export type Release = Schemas['Release'];
export type Releases = Schemas['Releases'];
