// SPDX-License-Identifier: Apache-2.0
// The language is kept on this device and never told to the server.
import {createContext} from 'preact';
import {useContext} from 'preact/hooks';
import {apart, directionsOf} from './bidi.ts';
import {type Words, en} from './words/en.ts';

export const LANGUAGES = {en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', ar: 'العربية'};
export type Language = keyof typeof LANGUAGES;
const KEY = 'karuna.language';

export const isLanguage = (name: string | null | undefined): name is Language => typeof name === 'string' && Object.keys(LANGUAGES).includes(name);

export function firstLanguage(): Language {
  const kept = (() => { try { return localStorage.getItem(KEY); } catch { return null; } })();
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((name) => name.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export function keepLanguage(language: Language): void {
  try { localStorage.setItem(KEY, language); } catch { /* a browser that keeps nothing asks again next time */ }
}

export async function wordsOf(language: Language): Promise<Words> {
  if (language === 'en') return en;
  const module = await import(`./words/${language}.ts`) as {[name: string]: Words};
  return module[language] ?? en;
}

type Fetched<W> = {readonly [language in Exclude<Language, 'en'>]: () => Promise<W>};
const waitedFor: ((language: Language) => Promise<void>)[] = [];

/// Words that come with a page: the English ones with it, those of another language when it is shown. `allWords` waits for them.
export function wordsOfPage<W>(english: W, fetched: Fetched<W>): (language: Language) => W {
  const kept = new Map<Language, W>([['en', english]]);
  waitedFor.push(async (language) => { if (language !== 'en' && !kept.has(language)) kept.set(language, await fetched[language]()); });
  return (language) => kept.get(language) ?? english;
}

/// Until the words of every page that was opened are there in this language; what cannot be fetched stays English.
export const allWords = async (language: Language): Promise<void> => { await Promise.all(waitedFor.map((one) => one(language).catch(() => undefined))); };

/// A sentence with its blanks filled in; a text that runs against it is kept together. Where the sentence has no letters of its own, the texts say how it runs.
export function filled(sentence: string, values: {readonly [name: string]: string | number} = {}): string {
  const own = directionsOf(sentence.replace(/\{\w+\}/g, '')), around = own.left || own.right ? own : directionsOf(Object.values(values).join(' '));
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? apart(String(values[name]), around) : whole));
}

/// "balanced" as the language has it.
export const profileName = (words: Words, profile: string): string => words[`profile_${profile}` as 'profile_exact'] ?? profile;

export interface Speech {
  language: Language;
  words: Words;
  /// A sentence with its blanks filled in.
  say: (name: keyof Words, values?: {readonly [name: string]: string | number}) => string;
  /// The same for a name that comes from the server; the name itself where there is no sentence.
  named: (name: string) => string;
  number: (value: number, digits?: number) => string;
  /// "7 June" of whole hours since 1970.
  date: (hour: number) => string;
}

export function speech(language: Language, words: Words): Speech {
  const locale = `${language === 'en' ? 'en-GB' : language}-u-nu-latn`;
  const say: Speech['say'] = (name, values) => filled(words[name], values);
  return {
    language, words, say,
    named: (name) => (name in words ? words[name as keyof Words] : name),
    // A minus sign stays before its number in text from right to left.
    number: (value, digits = 0) => {
      const written = new Intl.NumberFormat(locale, {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value).replace(/[\u200e\u061c]/g, '').replace('-', '−');
      return written.startsWith('−') ? `\u2066${written}\u2069` : written;
    },
    date: (hour) => {
      const day = new Date(hour * 3_600_000);
      const year = day.getFullYear() === new Date().getFullYear() ? {} : {year: 'numeric' as const};
      return new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'long', ...year}).format(day);
    },
  };
}

export const SpeechContext = createContext<Speech>(speech('en', en));
export const useSpeech = (): Speech => useContext(SpeechContext);
