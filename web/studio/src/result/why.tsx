// SPDX-License-Identifier: Apache-2.0
// "How was this made?": every drawn result says what it is made of; the key ? shows it for the figure that has the focus, else for the first of the page.
import type {VNode} from 'preact';
import {useSpeech} from '../language.ts';

export interface Made { label: string; words: string; href?: string }

const said = new Map<string, Made[]>();
export const keepWhy = (id: string, made: Made[]): void => { said.set(id, made); };
export const dropWhy = (id: string): void => { said.delete(id); };

export function MadeOf({made}: {made: Made[]}) {
  const {words} = useSpeech();
  return (
    <dl class="made">{made.map((line) => [<dt key={`t${line.label}`}>{line.label}</dt>, <dd key={line.label}>{line.words}</dd>])}
      <dt>{words.why_method}</dt><dd><a href="/method">{words.page_method}</a></dd></dl>
  );
}

export function whyOf(): VNode | undefined {
  const focused = document.activeElement?.closest('figure[data-why]')?.getAttribute('data-why');
  const first = document.querySelector('main figure[data-why]')?.getAttribute('data-why');
  const made = said.get(focused ?? first ?? '');
  return made && <MadeOf made={made} />;
}
