// SPDX-License-Identifier: Apache-2.0
// What /api/changed.json holds, and the sentences that are made of it.
import type {components} from '../described.ts';
import type {Speech} from '../language.ts';
import type {Change, Shown} from '../result/types.ts';

type Schemas = components['schemas'];
export type Figure = Schemas['Figure'];
export type Measure = Schemas['ChangedMeasure'];
export type Period = Schemas['ChangedPeriod'];
export type Series = Schemas['Series'];
export type Changed = Schemas['Changed'];

/// The index and its dimensions have names of the pages; scales come with theirs from the catalogue.
export const nameOf = ({named, words}: Speech, measure: Measure): string => { const own = named(measure.id); return measure.kind === 'index' ? words.index : own === measure.id ? measure.name : own; };
export const isShown = (figure: Figure | undefined): figure is Shown & {change: Change | null; refused: string} => figure !== undefined && figure.state !== 'not_shown';
const lastOf = (measure: Measure): Figure | undefined => measure.periods[measure.periods.length - 1];

/// The measure a page leads with: the index where it has a figure, else the first dimension or scale that has one.
export const headline = (series: Series): Measure | undefined => series.measures.find((one) => one.kind === 'index' && isShown(lastOf(one))) ?? series.measures.find((one) => isShown(lastOf(one)));

/// Its parts: dimensions where there are any, else scales.
export function partsOf(series: Series): Measure[] {
  const dimensions = series.measures.filter((one) => one.kind === 'dimension' && isShown(lastOf(one)));
  return dimensions.length ? dimensions : series.measures.filter((one) => one.kind === 'scale' && isShown(lastOf(one)));
}

/// "It rose by 3 since ..., between 1 and 5"; or that it cannot be told.
export function changeSentence(speech: Speech, measure: Measure, change: Change, wave: string): string {
  const {say, number} = speech, name = nameOf(speech, measure), digits = measure.digits;
  // Clear, and smaller than the step that was fixed before anybody saw it.
  if (!change.changed && (change.low > 0 || change.high < 0)) return say(change.value > 0 ? 'said_rose_little' : 'said_fell_little', {name, wave, value: number(Math.abs(change.value), digits)});
  if (!change.changed) return say('said_same', {name, wave, low: number(change.low, digits), high: number(change.high, digits)});
  const [low, high] = [Math.abs(change.low), Math.abs(change.high)].sort((a, b) => a - b) as [number, number];
  return say(change.value > 0 ? 'said_rose' : 'said_fell', {name, wave, value: number(Math.abs(change.value), digits), low: number(low, digits), high: number(high, digits)});
}

/// Where the headline stands: the title of its picture.
export function levelSentence(speech: Speech, measure: Measure): string {
  const now = lastOf(measure), {say, number} = speech;
  return isShown(now) ? say('said_level', {name: nameOf(speech, measure), value: number(now.value, measure.digits), low: number(now.low, measure.digits), high: number(now.high, measure.digits)}) : speech.words.said_hidden;
}

/// At most five sentences with the title of the picture below them: who answered, whether the headline changed, and the two largest clear changes of its parts, or that
/// there are none.
export function sentences(speech: Speech, series: Series): string[] {
  const {say, number} = speech, last = series.periods[series.periods.length - 1], before = series.periods[series.periods.length - 2];
  if (!last) return [];
  const out = [last.response === null ? say('said_answered_n', {n: number(last.ballots), wave: last.title})
    : say('said_answered', {n: number(last.ballots), wave: last.title, percent: number(100 * last.response)})];
  const lead = headline(series), now = lead && lastOf(lead);
  if (!lead || !isShown(now)) return [...out, say('said_hidden')];
  if (!before) return [...out, say('said_first')];
  if (now.change) out.push(changeSentence(speech, lead, now.change, before.title));
  const others = series.measures.filter((one) => one !== lead && one.kind !== 'index' && lastOf(one)?.change);
  const size = (one: Measure): number => Math.abs(lastOf(one)?.change?.value ?? 0) / (one.max - one.min);
  const clear = others.filter((one) => lastOf(one)?.change?.changed).sort((a, b) => size(b) - size(a)).slice(0, 2);
  for (const one of clear) { const change = lastOf(one)?.change; if (change) out.push(changeSentence(speech, one, change, before.title)); }
  if (clear.length === 0 && others.length > 0) out.push(say('said_rest', {n: others.length}));
  return out.slice(0, 4);
}
