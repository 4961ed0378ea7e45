// SPDX-License-Identifier: Apache-2.0
// What /api/groups and /api/me/groups.json give.
export interface Who { id: string; login: string }

export interface Rule { rule: 'size' | 'line' | 'department' | 'hour' | 'confidential'; least?: number; most?: number; steps?: number; minutes?: number; checked?: boolean }
export interface Unmet { wish: 'levels' | 'novelty' | 'load'; pod: number; has: number; wanted?: number }
export interface Proposal {
  round: number; gap: number; proven: boolean; difference: number; difference_of_all: number; mended: boolean; rules: Rule[]; unmet: Unmet[];
  origins: {round: number; columns: string[]; rows: number[][]}; pods: {pod: number; people: Who[]; start: number | null}[];
}
export interface Refusal { because: string[]; ways: {rule: string; words: string}[]; words: string }
export interface Search { stage: 'none' | 'running' | 'found' | 'refused' | 'stopped'; number: number; share: number; result?: Proposal | Refusal }
export interface Round {
  round: number; begins: string; every_weeks: number; meetings: number; minutes: number; want_other: number;
  pods: {pod: number; people: Who[]; start: number | null; too_small: boolean}[];
}
export interface Pods { taking_part: number; smallest: number; rounds: number; round: Round | null; waiting: number; search: Search }

export interface Pairs {
  state: 'found' | 'no_new_people' | 'no_carriers'; days: number; way: 'best' | 'stable'; new_people: number; without?: number;
  rows: {hire: Who; start: string; carrier: Who | null; fit: number; cost: number}[]; carriers: {who: Who; places: number; people: number; resting: boolean}[];
  accompanied: {hire: Who; carrier: Who}[]; fit_of_best?: number; fit_of_stable?: number; without_in_stable?: number; blocking?: number; seen?: string;
}
export interface Growth { most_needed: number; to_train: number; weeks: {week: number; hires: number; accompanied: number; needed: number; there: number; train: number}[] }

export interface Ambassadors {
  state: 'found' | 'no_volunteers' | 'nobody_left'; volunteers: number; now: {who: Who; rounds: number}[]; most_load: number; most_rounds: number;
  chosen: {who: Who; department: string; level: string; load: number; rounds: number; last_round: boolean}[];
  cells: {department: string; level: string; shift: string; people: number; need: number; covered: number}[];
  needed?: number; covered?: number; most_possible?: number; proven?: boolean; levels_without?: string[]; not_asked?: {served: number; load: number}; seen?: string;
}

export interface Choice { pod: boolean; ambassador: boolean; carrier: boolean; resting: boolean; places: number; load: number | null; hours: string }
export interface Mine {
  choice: Choice; agenda: string[]; boundaries: string[]; accompanies: string[]; carrier: string | null;
  ambassador: {rounds: number; most_rounds: number; peers: string[]} | null;
  pod: {number: number; members: string[]; next: {hour: number; at: string} | null; every_weeks: number; minutes: number; settled: boolean; wants_other: boolean} | null;
}
