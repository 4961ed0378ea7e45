// SPDX-License-Identifier: Apache-2.0
// The words of the programme lead's and the sponsor's pages in the language of the frame; they come with the page that needs them.
import {apart, directionsIn} from '../bidi.ts';
import {type Speech, filled, useSpeech, wordsOfPage} from '../language.ts';
import type {Words} from '../words/en.ts';
import {type LeadWords, en} from './words_en.ts';

const wordsIn = wordsOfPage<LeadWords>(en, {
  de: async () => (await import('./words_de.ts')).de, fr: async () => (await import('./words_fr.ts')).fr, es: async () => (await import('./words_es.ts')).es, ar: async () => (await import('./words_ar.ts')).ar,
});

export interface LeadSpeech extends Omit<Speech, 'words' | 'say'> {
  words: LeadWords;
  frame: Words;
  say: (name: keyof LeadWords, values?: {readonly [name: string]: string | number}) => string;
  /// Of a name that comes from the server, such as a gate; the name itself where there is no word.
  word: (name: string) => string;
  list: (names: readonly string[]) => string;
}

export function useLeadSpeech(): LeadSpeech {
  const speech = useSpeech(), words: LeadWords = wordsIn(speech.language);
  return {
    ...speech, words, frame: speech.words, say: (name, values) => filled(words[name], values),
    word: (name) => (name in words ? words[name as keyof LeadWords] : name),
    list: (names) => new Intl.ListFormat(speech.language, {type: 'conjunction'}).format(names.map((name) => apart(name, directionsIn(speech.language)))),
  };
}
