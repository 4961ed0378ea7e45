// SPDX-License-Identifier: Apache-2.0
// Ambassadors: which volunteers cover most, a map of what is covered, and what each carries.
import {useState} from 'preact/hooks';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {usePost} from '../team/post.ts';
import {useGet} from '../use.ts';
import {Dots, Files, Invitation, Name, NumberField, Scroll} from './parts.tsx';
import {refusals, useGroupSpeech} from './speak.ts';
import type {Ambassadors} from './types.ts';

interface Wish { most: number; per_department: number; people_each: number }

/// Departments down, levels across; shape and figures say what is covered.
function CoverageMap({cells}: {cells: Ambassadors['cells']}) {
  const {words, say} = useGroupSpeech();
  const departments = [...new Set(cells.map((cell) => cell.department))].sort(), levels = [...new Set(cells.map((cell) => cell.level))].sort();
  const at = (department: string, level: string) => cells.filter((cell) => cell.department === department && cell.level === level)
    .reduce((sum, cell) => ({covered: sum.covered + cell.covered, need: sum.need + cell.need}), {covered: 0, need: 0});
  return (
    <section><h3>{words.amb_map}</h3>
      <Scroll label={words.amb_map}><table class="matrix">
        <thead><tr><th scope="col">{words.col_department}</th>{levels.map((level) => <th key={level} scope="col">{level ? say('amb_level', {level}) : '–'}</th>)}</tr></thead>
        <tbody>{departments.map((department) => (
          <tr key={department}><th scope="row">{department}</th>{levels.map((level) => {
            const {covered, need} = at(department, level);
            return <td key={level}>{need === 0 ? '' : <>{covered === need ? '●' : covered === 0 ? '○' : '◐'} {covered}/{need}</>}</td>;
          })}</tr>))}</tbody>
      </table></Scroll>
    </section>
  );
}

function Chosen({found, wish, query, done}: {found: Ambassadors; wish: Wish; query: string; done: () => void}) {
  const {words, say} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const title = say('amb_finding', {n: found.chosen.length, volunteers: found.volunteers, covered: found.covered ?? 0, needed: found.needed ?? 0});
  const aside = found.not_asked ?? {served: 0, load: 0};
  return (
    <Sheet title={title}>
      <p>{found.proven ? words.amb_proven : say('amb_possible', {most: found.most_possible ?? 0})}</p>
      {(found.levels_without ?? []).filter(Boolean).length > 0 && <p class="note">{say('amb_levels', {names: (found.levels_without ?? []).join(', ')})}</p>}
      {aside.served + aside.load > 0 && <p>{say('amb_not_asked', aside)}</p>}
      <CoverageMap cells={found.cells} />
      <Scroll label={title}><table>
        <thead><tr><th scope="col">{words.col_who}</th><th scope="col">{words.col_department}</th><th scope="col">{say('col_load', {cap: found.most_load})}</th><th scope="col">{words.col_rounds}</th></tr></thead>
        <tbody>{found.chosen.map((one) => (
          <tr key={one.who.id}><th scope="row"><Name who={one.who} /></th><td>{one.department}</td><td><Dots n={one.load} of={found.most_load} /></td><td>{one.rounds}{one.last_round && <> · {words.last_round}</>}</td></tr>))}</tbody>
      </table></Scroll>
      <p><button type="button" class="main" disabled={busy} onClick={() => void post('/api/groups/ambassadors/accept', {...wish, seen: found.seen}, done)}>{words.amb_accept}</button></p>
      {stop && <p class="note care" role="alert">{stop}</p>}
      <Files name="ambassadors" query={query} />
    </Sheet>
  );
}

export default function AmbassadorsPage() {
  const {words, say} = useGroupSpeech();
  const [wish, setWish] = useState<Wish>({most: 15, per_department: 2, people_each: 50}), [asked, setAsked] = useState(wish);
  const query = `?most=${asked.most}&per_department=${asked.per_department}&people_each=${asked.people_each}`;
  const [found, again] = useGet<Ambassadors>(`/api/groups/ambassadors.json${query}`);
  return (
    <>
      <h1>{words.amb_title}</h1>
      <p class="lead">{words.amb_lead}</p>
      <form class="sheet" onSubmit={(event) => { event.preventDefault(); setAsked(wish); }}>
        <div class="fields">
          <NumberField id="amb-most" label={words.amb_most} value={wish.most} least={1} most={1000} set={(most) => setWish({...wish, most})} />
          <NumberField id="amb-department" label={words.per_department} value={wish.per_department} least={0} most={100} set={(per_department) => setWish({...wish, per_department})} />
          <NumberField id="amb-each" label={words.amb_each} value={wish.people_each} least={1} most={10_000} set={(people_each) => setWish({...wish, people_each})} />
        </div>
        <p><button type="submit">{words.amb_show}</button></p>
      </form>
      <Fetched got={found} again={again}>{(value) => (
        <>
          {value.state === 'no_volunteers' && <p>{words.amb_none}</p>}
          {value.state === 'nobody_left' && <p>{words.amb_left}</p>}
          {value.state === 'found' && <Chosen found={value} wish={asked} query={query} done={again} />}
          {value.now.length > 0 && <Sheet title={words.amb_now}><ul>{value.now.map((one) => <li key={one.who.id}><Name who={one.who} />, {say('amb_round', {n: one.rounds})}</li>)}</ul></Sheet>}
        </>
      )}</Fetched>
      <Invitation />
    </>
  );
}
