// SPDX-License-Identifier: Apache-2.0
// What /api/groups and /api/me/groups.json give.
import type {components} from '../described.ts';

type Schemas = components['schemas'];
export type Who = Schemas['Who'];
export type Rule = Schemas['PodRule'];
export type Unmet = Schemas['PodWish'];
export type Proposal = Schemas['PodProposal'];
export type Refusal = Schemas['PodRefusal'];
export type Search = Schemas['PodSearch'];
export type Round = Schemas['PodRound'];
export type Pods = Schemas['Pods'];
export type Pairs = Schemas['Pairs'];
export type Growth = Schemas['Growth'];
export type Ambassadors = Schemas['Ambassadors'];
export type Choice = Schemas['GroupChoice'];
export type Mine = Schemas['MyGroups'];
