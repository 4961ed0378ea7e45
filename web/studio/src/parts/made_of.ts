// SPDX-License-Identifier: Apache-2.0
// How a figure of the organisation was made, for the key "?".
import {type Speech, profileName} from '../language.ts';
import type {Made} from '../result/why.tsx';
import type {Measure, Series} from './changed.ts';
import {isShown} from './changed.ts';

export function madeOf({words, say, number}: Speech, series: Series, measure: Measure): Made[] {
  const last = measure.periods[measure.periods.length - 1];
  return [
    {label: words.why_value, words: say('why_value_words', {min: number(measure.min), max: number(measure.max)})},
    ...(measure.kind === 'index' && series.index_words ? [{label: words.why_index, words: words.why_index_words}] : []),
    {label: words.why_interval, words: words.why_interval_words},
    ...(isShown(last) ? [{label: words.why_n, words: number(last.n)}] : []),
    {label: words.why_profile, words: say('why_profile_words', {profile: profileName(words, series.profile)})},
  ];
}
