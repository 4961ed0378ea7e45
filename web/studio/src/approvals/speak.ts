// SPDX-License-Identifier: Apache-2.0
// The words of what loosens a rule, in the language of the frame; they come with the pages that need them.
import {type Speech, filled, useSpeech, wordsOfPage} from '../language.ts';
import {type ApprovalWords, en} from './words_en.ts';

const wordsIn = wordsOfPage<ApprovalWords>(en, {
  de: async () => (await import('./words_de.ts')).de, fr: async () => (await import('./words_fr.ts')).fr, es: async () => (await import('./words_es.ts')).es, ar: async () => (await import('./words_ar.ts')).ar,
});

export interface ApprovalSpeech extends Omit<Speech, 'words' | 'say'> {
  words: ApprovalWords;
  say: (name: keyof ApprovalWords, values: {readonly [name: string]: string | number}) => string;
  frame: Speech;
}

export function useApprovalSpeech(): ApprovalSpeech {
  const frame = useSpeech(), words: ApprovalWords = wordsIn(frame.language);
  return {...frame, words, say: (name, values) => filled(words[name], values), frame};
}
