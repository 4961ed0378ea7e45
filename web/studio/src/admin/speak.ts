// SPDX-License-Identifier: Apache-2.0
// The words of the administrator's pages in the language of the frame; they come with the page that needs them.
import {type Speech, filled, useSpeech} from '../language.ts';
import {ar} from './words_ar.ts';
import {de} from './words_de.ts';
import {type AdminWords, en} from './words_en.ts';
import {es} from './words_es.ts';
import {fr} from './words_fr.ts';

const ALL = {en, de, fr, es, ar};

export interface AdminSpeech extends Omit<Speech, 'words' | 'say'> {
  words: AdminWords;
  say: (name: keyof AdminWords, values?: {readonly [name: string]: string | number}) => string;
  frame: Speech;
}

export function useAdminSpeech(): AdminSpeech {
  const speech = useSpeech(), words = ALL[speech.language];
  return {...speech, words, say: (name, values) => filled(words[name], values), frame: speech};
}
