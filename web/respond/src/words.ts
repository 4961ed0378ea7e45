// SPDX-License-Identifier: Apache-2.0
import {ar} from './words/ar.ts';
import {de} from './words/de.ts';
import {type Words, en} from './words/en.ts';
import {es} from './words/es.ts';
import {fr} from './words/fr.ts';

export const LANGUAGES = {en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', ar: 'العربية'};
export type Language = keyof typeof LANGUAGES;
export const ALL: {readonly [language in Language]: Words} = {en, de, fr, es, ar};

export const isLanguage = (name: string | null | undefined): name is Language => typeof name === 'string' && name in LANGUAGES;
export const directionOf = (language: Language): 'rtl' | 'ltr' => (language === 'ar' ? 'rtl' : 'ltr');

/// The first language of the reader that the page speaks.
export const preferred = (wanted: readonly string[]): Language => wanted.map((name) => name.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';

export const filled = (sentence: string, values: {readonly [name: string]: string | number} = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/// "7 June, 18:00" or "7 June" of whole hours since 1970, in the reader's own time, with Latin digits everywhere.
export const dateWords = (language: Language, hour: number, clock = true): string =>
  new Intl.DateTimeFormat(`${language === 'en' ? 'en-GB' : language}-u-nu-latn`, {day: 'numeric', month: 'long', ...(clock ? {hour: '2-digit', minute: '2-digit'} : {})}).format(hour * 3_600_000);

/// 58.9 or 58,9, as the language writes it with Latin digits. (Asking the browser costs an old telephone a quarter of a second.)
export const percentWords = (language: Language, value: number): string => value.toFixed(1).replace('.', /en|ar/.test(language) ? '.' : ',');

/// 58.9: in how many of a hundred cases the best test tells lowest from highest, Phi(sqrt(2 rho) / 2) for rho in 1/10,000, rounded up.
export function guessPercent(rho: number): number {
  // Phi(x) = 1/2 + (x - x^3/6 + x^5/40 - ...) / sqrt(2 pi): exact to the digit shown for every profile (x < 4).
  const x = Math.sqrt((2 * rho) / 10_000) / 2;
  let term = x, sum = x;
  for (let n = 1; n < 60; n += 1) {
    term *= (-x * x) / (2 * n);
    sum += term / (2 * n + 1);
  }
  return Math.ceil(1000 * (0.5 + sum / Math.sqrt(2 * Math.PI)) - 1e-6) / 10;
}
