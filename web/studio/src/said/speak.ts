// SPDX-License-Identifier: Apache-2.0
// Sentences of the server in the language of the frame: a code and what stands in its blanks. Where the code is new to this page, the server's English stands there, marked as that.
import type {components} from '../described.ts';
import {type Speech, filled, useSpeech} from '../language.ts';
import {ar} from './words_ar.ts';
import {de} from './words_de.ts';
import {type SaidWords, en} from './words_en.ts';
import {es} from './words_es.ts';
import {fr} from './words_fr.ts';

const ALL = {en, de, fr, es, ar};

export type Said = components['schemas']['Said'];

/// Figures as the language writes them: "0.82" becomes "0,82".
const written = ({number}: Pick<Speech, 'number'>, value: string): string => (/^-?\d+(\.\d+)?$/.test(value) ? number(Number(value), value.split('.')[1]?.length ?? 0) : value);

export function saidIn(speech: Pick<Speech, 'language' | 'number'>, said: Said | null | undefined): string | undefined {
  const words: SaidWords = ALL[speech.language];
  if (!said || !(said.code in words)) return undefined;
  return filled(words[said.code as keyof SaidWords], Object.fromEntries(Object.entries(said.values).map(([name, value]) => [name, written(speech, value)])));
}

export function useSaid(): (said: Said | null | undefined) => string | undefined {
  const speech = useSpeech();
  return (said) => saidIn(speech, said);
}
