// SPDX-License-Identifier: Apache-2.0
// The words of the manager's pages in the language of the frame; they come with the page that needs them.
import {type Speech, filled, useSpeech, wordsOfPage} from '../language.ts';
import {type TeamWords, en} from './words_en.ts';

const wordsIn = wordsOfPage<TeamWords>(en, {
  de: async () => (await import('./words_de.ts')).de, fr: async () => (await import('./words_fr.ts')).fr, es: async () => (await import('./words_es.ts')).es, ar: async () => (await import('./words_ar.ts')).ar,
});

export interface TeamSpeech extends Omit<Speech, 'words' | 'say'> {
  words: TeamWords;
  say: (name: keyof TeamWords, values?: {readonly [name: string]: string | number}) => string;
}

export function useTeamSpeech(): TeamSpeech {
  const speech = useSpeech(), words = wordsIn(speech.language);
  return {...speech, words, say: (name, values) => filled(words[name], values)};
}
