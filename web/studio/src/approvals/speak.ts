// SPDX-License-Identifier: Apache-2.0
// The words of what loosens a rule, in the language of the frame; they come with the pages that need them.
import {type Speech, filled, useSpeech} from '../language.ts';
import {ar} from './words_ar.ts';
import {de} from './words_de.ts';
import {type ApprovalWords, en} from './words_en.ts';
import {es} from './words_es.ts';
import {fr} from './words_fr.ts';

const ALL = {en, de, fr, es, ar};

export interface ApprovalSpeech extends Omit<Speech, 'words' | 'say'> {
  words: ApprovalWords;
  say: (name: keyof ApprovalWords, values: {readonly [name: string]: string | number}) => string;
  frame: Speech;
}

export function useApprovalSpeech(): ApprovalSpeech {
  const frame = useSpeech(), words: ApprovalWords = ALL[frame.language];
  return {...frame, words, say: (name, values) => filled(words[name], values), frame};
}
