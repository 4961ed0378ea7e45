// SPDX-License-Identifier: Apache-2.0
// What /api/promise.json holds.
export interface Promised {
  organisation: string; respond: string; council: boolean; server_key: string; witness_keys: string[]; page_sha256: string | null;
  wave: null | {
    wave_id: string; folder: string; title: string; kind: 'deep' | 'pulse'; trial: boolean; council: boolean; profile: string; k: [number, number, number]; cells: number; eligible: number;
    page_sha256: string; manifest_sha256: string; ledger_days: number; reminders_max: number; closes_ballots: number; smallest_cell: number | null;
    guess_one?: number; guess_whole?: number; limit?: [number, number]; spent?: [number, number];
  };
}
