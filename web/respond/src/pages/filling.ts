// SPDX-License-Identifier: Apache-2.0
// What is being filled in: in memory and nowhere else until it is sealed.
import type {Bytes} from '../bytes.ts';
import type {Question, Texts} from '../manifest.ts';
import type {Slip, Waiting} from '../slip.ts';
import * as store from '../store.ts';
import type {Opened} from './wave.ts';

/// Questions that belong together: from one lead to the next.
export interface Group {
  readonly lead?: Texts;
  readonly from: number;
  readonly to: number;        // one behind the last
  readonly tally: boolean;    // counts, updated over a month: on one screen
  readonly care: boolean;     // contacts stand beside it
}

export interface Filling {
  readonly opened: Opened;
  readonly slip: Slip;
  readonly questions: readonly Question[];
  readonly groups: readonly Group[];
  readonly screens: readonly {readonly group: Group; readonly from: number; readonly to: number}[];   // of a telephone
  readonly answers: Bytes;
  at: number;                 // on a telephone
  remember: boolean;
  sealed?: Waiting | undefined;           // made to be looked at, and sent as it is
}

export const isCount = (q: Question): boolean => q.min === 0 && q.max > 1 && q.max <= 9 && q.others.length === 0;

export function groupsOf(questions: readonly Question[]): Group[] {
  const groups: Group[] = [];
  questions.forEach((first, from) => {
    if (from > 0 && !first.lead) return;
    const next = questions.findIndex((q, i) => i > from && q.lead), to = next < 0 ? questions.length : next, all = questions.slice(from, to);
    groups.push({...(first.lead ? {lead: first.lead} : {}), from, to, tally: all.length > 1 && all.every(isCount), care: all.some((q) => q.care.length > 0)});
  });
  return groups;
}

let current: Filling | undefined;

export function begun(opened: Opened, slip: Slip): Filling {
  const questions = opened.wave.questions ?? [], groups = groupsOf(questions), kept = store.counts(opened.wave.id);
  const screens = groups.flatMap((group) => (group.tally ? [{group, from: group.from, to: group.to}] : Array.from({length: group.to - group.from}, (_, i) => ({group, from: group.from + i, to: group.from + i + 1}))));
  current = {opened, slip, questions, groups, screens, answers: Uint8Array.from(questions, (q) => kept?.[q.id] ?? 0), at: 0, remember: kept !== undefined};
  return current;
}

/// The counts of a month stay on the device only where that was ticked.
export function keepTally(f: Filling): void {
  const counts: {[question: string]: number} = {};
  for (const {from, to, tally} of f.groups) if (tally) for (let i = from; i < to; i += 1) counts[(f.questions[i] as Question).id] = f.answers[i] as number;
  store.keepCounts(f.opened.wave.id, f.remember ? counts : undefined);
}

/// Wipes what was answered.
export function dropAnswers(): void {
  current?.answers.fill(0);
  current = undefined;
}
