// SPDX-License-Identifier: Apache-2.0
// The one place that writes a result: mark, value, interval, n, state in words. There is no way to get a value alone out of it.
import {listed} from '../bidi.ts';
import {useSpeech} from '../language.ts';
import {Mark} from './mark.tsx';
import {type Against, type Cell, type Change, type Scale, shownOf, toneOf} from './types.ts';

interface Props { cell: Cell; scale: Scale; against?: Against }

/// "66 (60–71)"; for sentences and labels inside drawings. Nothing where nothing may be shown.
export function useFigures(scale: Scale) {
  const {number, words, say, language} = useSpeech();
  const value = (cell: Cell): string => { const shown = shownOf(cell); return shown ? number(shown.value, scale.digits) : '–'; };
  const interval = (cell: Cell): string => { const shown = shownOf(cell); return shown ? `${number(shown.low, scale.digits)}–${number(shown.high, scale.digits)}` : ''; };
  const state = (cell: Cell, against: Against = 'organisation'): string => {
    if (cell.state === 'not_shown') return words.not_shown;
    if (cell.state === 'pooled') return cell.names?.length ? say('pooled', {names: listed(cell.names, language)}) : words.pooled_plain;
    return against === 'nothing' ? '' : words[cell.state];
  };
  return {value, interval, state};
}

/// A result in running text, in a card, or as the head of a row.
export function Result({cell, scale, against = 'organisation'}: Props) {
  const {say, words} = useSpeech();
  const {value, interval, state} = useFigures(scale);
  const shown = shownOf(cell), said = state(cell, against);
  return (
    <span class={`result s-${cell.state}${toneOf(scale)}`}>
      <Mark state={against === 'nothing' && cell.state !== 'not_shown' && cell.state !== 'pooled' ? 'point' : cell.state} />
      {shown && <><b class="value">{value(cell)}</b> <bdi class="interval">({interval(cell)})</bdi> <span class="n">{say('n_ballots', {n: shown.n})}</span></>}
      {said && <span class="state">{said}</span>}
      {shown?.weak && <span class="state weak">{words.weak}</span>}
    </span>
  );
}

/// The same as cells of a row of a table: value, interval, n, state. Everything a drawing tells stands here too.
export function ResultCells({cell, scale, against = 'organisation'}: Props) {
  const {words, number} = useSpeech();
  const {value, interval, state} = useFigures(scale);
  const shown = shownOf(cell), said = state(cell, against);
  return (
    <>
      <td class="num">{value(cell)}</td>
      <td class="num"><bdi>{interval(cell) || '–'}</bdi></td>
      <td class="num">{shown ? number(shown.n) : '–'}</td>
      <td class={`s-${cell.state}${toneOf(scale)}`}>{cell.state !== 'not_shown' && against === 'nothing' ? '' : <><Mark state={cell.state} /> <span class="state">{said}</span></>}{shown?.weak && <span class="weak"> {words.weak}</span>}</td>
    </>
  );
}

export function ResultHeads() {
  const {words} = useSpeech();
  return <><th scope="col" class="num">{words.col_value}</th><th scope="col" class="num">{words.col_interval}</th><th scope="col" class="num">{words.col_n}</th><th scope="col">{words.col_state}</th></>;
}

/// A change with its interval, in a cell of a table.
export function ChangeCell({change, scale}: {change: Change | null; scale: Scale}) {
  const {number} = useSpeech();
  const signed = (value: number) => `${value > 0 ? '+' : ''}${number(value, scale.digits)}`;
  return <td class="num">{change ? <bdi>{signed(change.value)} ({signed(change.low)} – {signed(change.high)})</bdi> : '–'}</td>;
}
