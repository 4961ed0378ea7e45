// SPDX-License-Identifier: Apache-2.0
// What /api/admin/... holds.
import type {Role} from '../api.ts';

export type CheckName = 'disk' | 'clock' | 'page' | 'people' | 'door' | 'secrets' | 'tls' | 'audit';
export interface Check { name: CheckName; good: boolean; free?: number | null; of?: number | null; now?: number; sha256?: string | null; people?: number; administrators?: number; with_password?: number; tls?: boolean; rows?: number }
export type WaitsFor = 'council' | 'publish' | 'open' | 'date' | 'answers' | 'close' | 'destroy' | 'nothing';
export interface Health { checks: Check[]; waves: {wave: string; title: string | null; kind: 'deep' | 'pulse'; waits_for: WaitsFor}[]; outbound: {what: 'mail' | 'oidc'; where: string}[] }

export interface Stored { people: number; units: number; small_units: number; undo: boolean; columns: {[ours: string]: string}; unit_columns: string[] }
export interface Named { count: number; first: string[] }
export interface Diff {
  file: string; sha256: string; taken: boolean; people: number; units: number; new: Named; changed: Named; moved: Named; leaving: Named; same: number; ended: number; cycles: string[][];
  unknown_managers: {count: number; first: {employee_id: string; manager_id: string}[]}; small_units: {count: number; first: {unit: string; people: number}[]}; unit_columns: string[]; dropped_columns: string[];
}

export interface Given { login: string; roles: Role[]; has_password: boolean; on_roster: boolean }
export interface SignIn { provider: string | null; issuer: string; roles: {role: Role; groups: string[]}[]; login_claim: string; groups_claim: string }
export interface Accounts { accounts: Given[]; sign_in: SignIn }

export interface Setting { name: string; value: string | boolean | string[]; source: 'karuna.toml' | 'default'; floor: '' | 'addresses' | 'council' | 'encrypted' }
