// SPDX-License-Identifier: Apache-2.0
// What /api/team.json and /api/team/commitments.json hold.
import type {components} from '../described.ts';

type Schemas = components['schemas'];
export type TeamMeasure = Schemas['TeamMeasure'];
export type Statement = Schemas['Statement'];
export type Practice = Schemas['Practice'];
export type LookAgain = Schemas['LookAgain'];
export type Team = Schemas['Team'];
export type Commitment = Schemas['Commitment'];
export type Commitments = Schemas['Commitments'];

export const nameOfCommitment = (one: Commitment): string => one.practice?.title ?? one.words;
export const openOf = (all: Commitments): Commitment | undefined => all.commitments.find((one) => one.state === 'open');
