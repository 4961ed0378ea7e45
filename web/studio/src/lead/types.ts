// SPDX-License-Identifier: Apache-2.0
// What the addresses of the programme lead's pages hold (docs/studio.md).
import type {components} from '../described.ts';
import type {NotShown} from '../result/types.ts';

type Schemas = components['schemas'];

/// Before the first release of a kind, or where none could be read: what is wrong stands in `words`, in English.
export type NotReleased = Schemas['NotReleased'];
export type WaveKind = Schemas['WaveKind'];
export type Measure = Schemas['Measure'];
export type Bounds = Schemas['Bounds'];
export type Unit = Schemas['Unit'];
export type Period = Schemas['Period'];
export type Tally = Schemas['Tally'];
export type Standing = Schemas['Standing'];
export type Finding = Schemas['Finding'];
export type Overview = Schemas['Overview'] & {state?: undefined};

export type HeatTable = Schemas['HeatTable'] & {state?: undefined};
export type Trends = Schemas['Trends'] & {state?: undefined};
export type Heat = HeatTable | NotShown;
export type Trend = Trends | NotShown;

export type Share = Schemas['Share'];
export type Shift = Schemas['Shift'];
export type Reliability = Schemas['Reliability'];
export type Gate = Schemas['Gate'];
export type Judged = Schemas['Judged'];
export type IndexPage = Schemas['IndexPage'] & {state?: undefined};

export type Instrument = Schemas['Instrument'];
export type Choices = Schemas['Choices'];
export type Plan = Schemas['Plan'];
