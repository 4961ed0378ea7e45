// SPDX-License-Identifier: Apache-2.0
// Sentences of the server in the language of the frame: a code and what stands in its blanks. Where the code is new to this page, the server's English stands there, marked as that.
import type {components} from '../described.ts';
import {type Speech, filled, useSpeech, wordsOfPage} from '../language.ts';
import {type SaidWords, en} from './words_en.ts';

const wordsIn = wordsOfPage<SaidWords>(en, {
  de: async () => (await import('./words_de.ts')).de, fr: async () => (await import('./words_fr.ts')).fr, es: async () => (await import('./words_es.ts')).es, ar: async () => (await import('./words_ar.ts')).ar,
});

export type Said = components['schemas']['Said'];

/// Figures as the language writes them: "0.82" becomes "0,82".
const written = ({number}: Pick<Speech, 'number'>, value: string): string => (/^-?\d+(\.\d+)?$/.test(value) ? number(Number(value), value.split('.')[1]?.length ?? 0) : value);

export function saidIn(speech: Pick<Speech, 'language' | 'number'>, said: Said | null | undefined): string | undefined {
  const words: SaidWords = wordsIn(speech.language);
  if (!said || !(said.code in words)) return undefined;
  return filled(words[said.code as keyof SaidWords], Object.fromEntries(Object.entries(said.values).map(([name, value]) => [name, written(speech, value)])));
}

export function useSaid(): (said: Said | null | undefined) => string | undefined {
  const speech = useSpeech();
  return (said) => saidIn(speech, said);
}
