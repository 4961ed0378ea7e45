// SPDX-License-Identifier: Apache-2.0
// What a table of people would change, before anything is written.
import {type AdminSpeech, useAdminSpeech} from './speak.ts';
import type {Diff, Named} from './types.ts';

const joined = (list: string[]): string => list.map((one) => `\u2068${one}\u2069`).join(', ');

function ids({say, number}: AdminSpeech, list: Named): string {
  const shown = list.first.slice(0, 12);
  return list.count > shown.length ? say('and_more', {ids: joined(shown), n: number(list.count - shown.length)}) : joined(shown);
}

export function DiffTable({diff}: {diff: Diff}) {
  const speech = useAdminSpeech(), {words, say, number} = speech;
  const rows: [string, number, string][] = [
    [words.diff_new, diff.new.count, ids(speech, diff.new)], [words.diff_changed, diff.changed.count, ids(speech, diff.changed)], [words.diff_moved, diff.moved.count, ids(speech, diff.moved)],
    [words.diff_leaving, diff.leaving.count, ids(speech, diff.leaving)], [words.diff_same, diff.same, ''], ...(diff.ended ? [[words.diff_ended, diff.ended, ''] as [string, number, string]] : []),
  ];
  return (
    <>
      {diff.cycles.map((ring) => <p key={ring.join()} class="note care cycle">{say('cycle', {ring: joined([...ring, ring[0] ?? ''])})}</p>)}
      <div class="scroll" tabIndex={0} role="region" aria-label={say('diff_what', {n: number(diff.people), u: number(diff.units)})}>
        <table class="diff"><tbody>{rows.map(([name, count, who]) => <tr key={name}><th scope="row">{name}</th><td class="num">{number(count)}</td><td class="soft">{who}</td></tr>)}</tbody></table>
      </div>
      {diff.unknown_managers.count > 0 && <p class="note">{say('unknown', {n: number(diff.unknown_managers.count), list: joined(diff.unknown_managers.first.slice(0, 8).map((one) => `${one.employee_id} → ${one.manager_id}`))})}</p>}
      {diff.small_units.count > 0 && <p class="soft">{say('small', {n: number(diff.small_units.count), list: joined(diff.small_units.first.slice(0, 8).map((one) => `${one.unit} (${one.people})`))})}</p>}
      <p class="soft">{say('from_columns', {list: joined(diff.unit_columns)})} {diff.dropped_columns.length > 0 && say('dropped', {list: joined(diff.dropped_columns)})}</p>
    </>
  );
}
