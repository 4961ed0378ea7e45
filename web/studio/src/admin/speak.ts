// SPDX-License-Identifier: Apache-2.0
// The words of the administrator's pages in the language of the frame; they come with the page that needs them.
import {type Speech, filled, useSpeech, wordsOfPage} from '../language.ts';
import {type AdminWords, en} from './words_en.ts';

const wordsIn = wordsOfPage<AdminWords>(en, {
  de: async () => (await import('./words_de.ts')).de, fr: async () => (await import('./words_fr.ts')).fr, es: async () => (await import('./words_es.ts')).es, ar: async () => (await import('./words_ar.ts')).ar,
});

export interface AdminSpeech extends Omit<Speech, 'words' | 'say'> {
  words: AdminWords;
  say: (name: keyof AdminWords, values?: {readonly [name: string]: string | number}) => string;
  frame: Speech;
}

export function useAdminSpeech(): AdminSpeech {
  const speech = useSpeech(), words = wordsIn(speech.language);
  return {...speech, words, say: (name, values) => filled(words[name], values), frame: speech};
}
