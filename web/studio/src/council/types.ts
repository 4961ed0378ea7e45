// SPDX-License-Identifier: Apache-2.0
// What /api/council/... holds.
import type {components} from '../described.ts';

type Schemas = components['schemas'];
export type Kind = Schemas['WaveKind'];
export type State = Schemas['WaveState'];
export interface WaveName { wave: string; title: string; kind: Kind; trial?: boolean }

export type RuleName = Schemas['RuleName'];
export type RuleValue = Schemas['RuleValue'];
export type Rule = Schemas['Rule'];
export type Signed = Schemas['PartSigned'];
export type WaveRules = Schemas['WaveRules'];

export type Family = Schemas['Family'];
export type Published = Schemas['Published'];

export type BoardCell = Schemas['BoardCell'];
export type Board = Schemas['Board'];

export type Step = Schemas['Step'];
export type Exchange = Schemas['Exchange'];

export type Side = Schemas['Side'];
export type DataGroup = Schemas['DataGroup'];
export type DataMap = Schemas['DataMap'];

export type Attacks = Schemas['Attacks'];
