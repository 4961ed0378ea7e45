// SPDX-License-Identifier: Apache-2.0
// What /api/council/... holds.
export type Kind = 'deep' | 'pulse';
export type State = 'drafted' | 'desk_ready' | 'published' | 'closed' | 'released' | 'witnessed';
export interface WaveName { wave: string; title: string; kind: Kind; trial?: boolean }

export type RuleName = 'profile' | 'k_index' | 'k_scales' | 'k_items' | 'guess_one' | 'guess_whole' | 'smallest_cell' | 'cells' | 'reminders_max' | 'late_desk' | 'ledger_days' | 'uses' | 'council' | 'questions' | 'statistics';
export type RuleValue = number | string | boolean | null;
export interface Rule { name: RuleName; value: RuleValue; before: RuleValue; change: 'first' | 'same' | 'stricter' | 'looser' | 'other' }
export interface Signed { part: 'token_part' | 'question_part'; server: boolean; council: string | null; sha256: string }
export interface WaveRules extends WaveName { state: State; opens_desk: number; before: string | null; rules: Rule[]; signed: Signed[] }

export interface Family { name: 'index' | 'scales' | 'items'; groups: number; smallest: number | null; shown: number; pooled: number; not_shown: number }
export interface Published extends WaveName {
  number: number; ballots: number; eligible: number; profile: string; witnessed: boolean; sha256: string; tables: string[]; families: Family[];
  spent: [number, number] | null; limit: [number, number] | null; why_not: string;
}

export interface BoardCell { units: string; cell: number; eligible: number; issued: number; holds: boolean }
export interface Board extends WaveName { eligible: number; issued: number; ballots: number; replaced: number; holds: boolean; root: string; cells: BoardCell[] }

export type Step = 'none' | 'token-part' | 'question-part' | 'close' | 'final';
export interface Exchange extends WaveName { state: State; step: Step; wanted: {file: string; there: boolean}[]; offered: {file: string; bytes: number}[] }

export type Side = 'people' | 'ballots' | 'secret' | 'public';
export type DataGroup = 'roster' | 'before' | 'accounts' | 'list' | 'drawn' | 'cards' | 'audit' | 'commitments' | 'ballots' | 'secret' | 'wave' | 'exchange';
export interface DataMap { places: {group: DataGroup; side: Side; where: string; tables: string}[]; waves: (WaveName & {state: State; ledger_days: number; people_known: boolean})[] }
