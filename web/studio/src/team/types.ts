// SPDX-License-Identifier: Apache-2.0
// What /api/team.json and /api/team/commitments.json hold.
import type {NotShown, Scale, Shown} from '../result/types.ts';

export interface TeamMeasure extends Scale { id: string; name: string }
export interface Statement { kind: 'strength' | 'concern' | 'cannot_tell'; measure: TeamMeasure; team: Shown; organisation: Shown }
export interface Practice {
  id: string; title: string; do: string; first: string; careful: string; minutes: number; evidence: string;
  element: 'communication' | 'decisions' | 'resources' | 'recognition' | 'conflict' | 'learning';
}
export interface LookAgain { measure: TeamMeasure; change: number; waves: number; hour: number | null; least_change: number | null }
export interface Team {
  state: 'no_team' | 'no_release' | 'not_shown' | 'shown' | 'pooled' | 'whole'; reports: number; kind: 'deep' | 'pulse'; released_waves: number;
  title?: string; unit?: string; pooled_with: string[]; ballots?: number; statements: Statement[]; look_again: LookAgain | null; practices: Practice[];
  history: {measure: TeamMeasure; periods: {title: string; team: Shown | NotShown; organisation: Shown | NotShown}[]} | null;
}
export interface Commitment { id: string; practice: Practice | null; words: string; since: number; look_again: number; state: 'open' | 'kept' | 'stopped'; ended: number }
export interface Commitments { commitments: Commitment[] }

export const nameOfCommitment = (one: Commitment): string => one.practice?.title ?? one.words;
export const openOf = (all: Commitments): Commitment | undefined => all.commitments.find((one) => one.state === 'open');
