// SPDX-License-Identifier: Apache-2.0
// What the addresses of the programme lead's pages hold (docs/studio.md).
import type {Cell, Change, Kind, NotShown, Scale} from '../result/types.ts';

/// Before the first release of a kind, or where none could be read: what is wrong stands in `words`, in English.
export interface NotReleased { state: 'not_released'; words: string }
export type WaveKind = 'deep' | 'pulse';
export interface Measure extends Scale { id: string; name: string; kind: Kind; group: string; instrument: string; status: string }
export interface Bounds { low: number; high: number }
export interface Unit { id: string; name: string }
export interface Period { title: string; ballots: number; response: number | null }
export interface Tally { units: number; own: number; pooled: number; hidden: number; above: number; below: number; same: number; care: number }
export interface Standing extends Measure { refused: string; cell: Cell; change: Change | null; worst_case: Bounds | null; failed: string[]; history: Cell[]; tally: Tally }
export interface Finding {
  kind: 'unit_care' | 'unit_good' | 'change' | 'change_not_told' | 'no_difference' | 'whole';
  measure: string; unit: Unit | null; cell: Cell; organisation: Cell; change: Change | null;
}
export interface Overview {
  state?: undefined; kind: WaveKind; kinds: WaveKind[]; organisation: string; profile: string; k: [number, number, number]; witnessed: boolean; periods: Period[]; index_words: string;
  headline: string | null; measures: Standing[]; findings: Finding[]; computed: string[];
}

export interface HeatTable {
  state?: undefined; kind: WaveKind; kinds: WaveKind[]; profile: string; unit: Unit; path: Unit[]; period: string; columns: Measure[]; refused: (Measure & {refused: string; failed: string[]})[];
  rows: (Unit & {depth: number; below: number; cells: Cell[]})[]; left_out: number;
}
export interface Trends {
  state?: undefined; kind: WaveKind; kinds: WaveKind[]; profile: string; unit: Unit; path: Unit[]; children: Unit[]; periods: {title: string; ballots: number}[];
  measures: (Measure & {cells: Cell[]; changes: (Change | null)[]})[];
}
export type Heat = HeatTable | NotShown;
export type Trend = Trends | NotShown;

export interface Share extends Bounds { dimension: string; weight: number; missing: number }
export interface Shift extends Bounds { choice: 'halved' | 'doubled' | 'arithmetic'; dimension: string; index: number; shift: number }
export interface Reliability { label: string; digits: number; value: number | null; low: number | null; high: number | null; words: string }
export interface Gate { name: string; result: 'passed' | 'not_passed' | 'not_known'; words: string }
export interface Judged extends Measure { refused: string; cell: Cell; change: Change | null; worst_case: Bounds | null; remarks: string[]; reliability: Reliability[]; gates: Gate[] }
export interface IndexPage { state?: undefined; kind: WaveKind; kinds: WaveKind[]; period: string; profile: string; index_words: string; detail: {shares: Share[]; shifts: Shift[]} | null; measures: Judged[] }

export interface Instrument { id: string; name: string; construct: string; questions: number; languages: string[]; parts: string[]; status: 'not_validated' | 'key'; dimensions: string[]; terms: string }
export interface Choices { ready: Instrument[]; later: Instrument[]; council: boolean; folder: string; waves: {title: string; kind: WaveKind; closes_ballots: number}[] }
export interface Plan {
  title: string; profile: string; depth: string; trial: boolean; k: [number, number, number]; minutes: number; questions: string[];
  cells: {cell: number; label: string; eligible: number; minimum: number; reason: string}[]; expected_ballots: number;
  levels: {level: string; units: number; seen: [number, number, number]; typical_ballots: number; half_width_90: [number, number, number]}[];
  guess_one_answer: number; guess_whole_ballot: number; budget_before: [number, number]; budget_after: [number, number]; budget_limit: [number, number]; warnings: string[];
}
