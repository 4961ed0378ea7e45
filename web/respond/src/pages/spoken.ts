// SPDX-License-Identifier: Apache-2.0
import {app} from '../app.ts';
import type {Question, Texts, Wave} from '../manifest.ts';

export interface Spoken {
  readonly text: string;
  readonly lang?: string;
}

/// The text in the reader's language, or in the first the wave speaks; then it says so to screen readers.
export function spoken(texts: Texts, languages: readonly string[]): Spoken {
  const own = texts[app.language];
  if (own !== undefined) return {text: own};
  const lang = languages.find((one) => texts[one] !== undefined) ?? Object.keys(texts)[0];
  return lang === undefined ? {text: ''} : {text: texts[lang] ?? '', lang};
}
export const attributes = ({lang}: Spoken): {lang?: string; dir?: string} => (lang ? {lang, dir: 'auto'} : {});

/// The answer bytes of a question in the order of its labels: the codes from min to max, then others.
export const codesOf = (q: Question): number[] => [...Array.from({length: q.max - q.min + 1}, (_, i) => i + 1), ...q.others];
export function labelOf(wave: Wave, q: Question, code: number): Spoken {
  const label = spoken(q.labels[codesOf(q).indexOf(code)] ?? {}, wave.languages ?? []);
  return label.text ? label : {text: String(q.min + code - 1)};
}
