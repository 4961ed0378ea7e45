// SPDX-License-Identifier: Apache-2.0
// The words of the pages of groups in the language of the frame; they come with the page that needs them.
import {type Language, type Speech, filled, useSpeech} from '../language.ts';
import {ar} from './words_ar.ts';
import {de} from './words_de.ts';
import {type GroupWords, en} from './words_en.ts';
import {es} from './words_es.ts';
import {fr} from './words_fr.ts';

const ALL: {readonly [language in Language]: GroupWords} = {en, de, fr, es, ar};

export interface GroupSpeech extends Omit<Speech, 'words' | 'say'> {
  words: GroupWords;
  say: (name: keyof GroupWords, values?: {readonly [name: string]: string | number}) => string;
  /// "Tuesday, 10:30" of a half hour of the week.
  halfHour: (start: number) => string;
}

export const groupWords = (language: Language): GroupWords => ALL[language];

export function useGroupSpeech(): GroupSpeech {
  const speech = useSpeech(), words = ALL[speech.language];
  const halfHour = (start: number) => {
    const monday = Date.UTC(1970, 0, 5), day = new Date(monday + Math.floor(start / 48) * 86_400_000), minutes = (start % 48) * 30;
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return `${new Intl.DateTimeFormat(speech.language, {weekday: 'long', timeZone: 'UTC'}).format(day)}, ${time}`;
  };
  return {...speech, words, halfHour, say: (name, values) => filled(words[name], values)};
}

/// With a capital and a full stop, where a phrase of a table stands alone.
export const sentence = (phrase: string): string => `${phrase.charAt(0).toLocaleUpperCase()}${phrase.slice(1)}.`;

/// What the server refuses with, in words of these pages.
export const refusals = (words: GroupWords): {readonly [code: string]: string} =>
  ({HOURS: words.err_HOURS, NOBODY: words.err_NOBODY, ENOUGH: words.err_ENOUGH, CHANGED: words.err_CHANGED, SEARCHING: words.err_SEARCHING});
