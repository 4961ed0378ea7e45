// SPDX-License-Identifier: Apache-2.0
// What the figures say, in sentences of the reader's language.
import {type Said, saidIn} from '../said/speak.ts';
import {type Cell, type Change, type Scale, shownOf} from '../result/types.ts';
import type {LeadSpeech} from './speak.ts';
import type {Finding, Measure, Overview, Standing} from './types.ts';

/// The index of the survey, the mean that stands in its place, a dimension, or a scale as the catalogue names it.
export function nameOf({words, frame, named}: LeadSpeech, measure: Pick<Measure, 'id' | 'kind' | 'name'>): string {
  if (measure.id === 'index') return words.mean_of_index;
  if (measure.kind === 'index') return measure.id === 'cii-3' ? words.cii3 : words.cii;
  return measure.kind === 'dimension' ? frame[measure.id as 'dimension:culture'] ?? named(measure.name) : measure.name;
}

const between = ({number}: LeadSpeech, of: {low: number; high: number}, digits: number) => ({low: number(of.low, digits), high: number(of.high, digits)});

/// A size without its sign, its interval turned with it.
function sizes(speech: LeadSpeech, change: Change, digits: number) {
  const turned = change.value < 0 ? {low: -change.high, high: -change.low} : change;
  return {value: speech.number(Math.abs(change.value), digits), ...between(speech, turned, digits)};
}

export function changeWords(speech: LeadSpeech, name: string, where: string, change: Change, wave: string, scale: Scale): string {
  if (change.changed) return speech.say(change.value < 0 ? 'fell' : 'rose', {measure: name, unit: where, wave, ...sizes(speech, change, scale.digits)});
  if (change.low > 0 || change.high < 0) return speech.say('too_small', {measure: name, unit: where, wave, value: speech.number(change.value, scale.digits), ...between(speech, change, scale.digits)});
  return speech.say('not_told', {measure: name, unit: where, wave, value: speech.number(change.value, scale.digits), ...between(speech, change, scale.digits)});
}

export function findingWords(speech: LeadSpeech, overview: Overview, finding: Finding): string {
  const {say, number, words} = speech, measure = overview.measures.find((one) => one.id === finding.measure);
  if (!measure) return '';
  const name = nameOf(speech, measure), cell = shownOf(finding.cell), whole = shownOf(finding.organisation), before = overview.periods[overview.periods.length - 2]?.title ?? '';
  switch (finding.kind) {
    case 'unit_care':
    case 'unit_good':
      if (!cell || !whole || !finding.unit) return '';
      return say(cell.value > whole.value ? 'unit_higher' : 'unit_lower', {measure: name, unit: finding.unit.name, value: number(cell.value, measure.digits), whole: number(whole.value, measure.digits), ...between(speech, cell, measure.digits)});
    case 'change':
    case 'change_not_told':
      return finding.change ? changeWords(speech, name, finding.unit?.name ?? words.the_organisation, finding.change, before, measure) : '';
    case 'no_difference':
    case 'whole':
      return whole ? say(finding.kind, {measure: name, value: number(whole.value, measure.digits), min: number(measure.min), max: number(measure.max), ...between(speech, whole, measure.digits)}) : '';
  }
}

/// Why a measure has no figure: the gates it did not pass where there are any; else what the program says of it; its English where that has no words here.
export function whyNot(speech: LeadSpeech, measure: {refused: string; refused_said: Said | null; failed: string[]}): {words: string; english?: string} {
  if (measure.failed.length > 0) return {words: speech.say('gate_failed', {gates: speech.list(measure.failed.map(speech.word))})};
  const said = saidIn(speech, measure.refused_said);
  if (said !== undefined) return {words: `${speech.words.refused} ${said}`};
  return measure.refused ? {words: speech.words.refused, english: measure.refused} : {words: speech.frame.not_shown};
}

export const DIMENSIONS = ['behaviour', 'culture', 'fatigue', 'outcomes'] as const;

/// Why there is no index: dimensions without a scale that can be used. Outcomes are no condition: without them it is CII-3.
export function missingDimensions(measures: readonly {id: string; kind: string; group: string; cell: Cell}[]): string[] {
  return DIMENSIONS.filter((dimension) => dimension !== 'outcomes' && !measures.some((one) => one.kind === 'scale' && one.group === dimension && shownOf(one.cell)));
}

export const standing = (overview: Overview, id: string | null): Standing | undefined => overview.measures.find((one) => one.id === id);
