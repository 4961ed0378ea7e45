// SPDX-License-Identifier: Apache-2.0
// What the pages ask their own server, and nobody else.

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

export type Role = 'employee' | 'manager' | 'programme-lead' | 'council' | 'administrator' | 'sponsor';
export interface Signed { login: string; roles: Role[]; role: Role; person: boolean; card: boolean; csrf: string }
export interface Session { organisation: string; respond: string; council: boolean; signed: Signed | null }

export interface Wave {
  wave_id: string; title: string; kind: 'deep' | 'pulse'; trial: boolean; state: 'desk_ready' | 'published' | 'closed' | 'released' | 'witnessed';
  desk_open: boolean; ballots_open: boolean; opens_desk: number; closes_desk: number; opens_ballots: number; closes_ballots: number; mine: boolean; contacts: Contact[];
}
export interface Contact { kind: 'now' | 'person'; reach: string; text: {[language: string]: string} }
export interface Release { number: number; wave_id: string; title: string; kind: 'deep' | 'pulse'; trial: boolean; released: number; ballots: number; eligible: number; profile: string; witnessed: boolean; sha256: string }
export interface Releases { releases: Release[]; next: {title: string; closes_ballots: number; trial: boolean} | null; unreadable: string[] }
