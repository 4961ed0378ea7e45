// SPDX-License-Identifier: Apache-2.0
// A wave is drafted in one form and looked at before anything is written. Publishing is a second step, elsewhere.
import {useState} from 'preact/hooks';
import {Fetched} from '../frame/parts.tsx';
import {type Draft, type Edit, complete, edited, emptyDraft, toggled, tomlOf} from '../lead/draft.ts';
import {Planned} from '../lead/plan.tsx';
import {useLeadSpeech} from '../lead/speak.ts';
import type {Choices, Instrument, Plan} from '../lead/types.ts';
import {LANGUAGES} from '../language.ts';
import {Files} from '../parts/files.tsx';
import {useFrame, useGet} from '../use.ts';

function Instruments({ready, later, draft, change}: {ready: Instrument[]; later: Instrument[]; draft: Draft; change: (edit: Edit) => void}) {
  const {words, say, list, number, language} = useLeadSpeech(), all = Object.keys(LANGUAGES).length;
  const names = new Intl.DisplayNames([language], {type: 'language'});
  const toggle = (id: string) => change((now) => ({instruments: toggled(now.instruments, id)}));
  return (
    <fieldset><legend>{words.wave_questions}</legend>
      {ready.map((one) => (
        <label key={one.id} class="choice"><input type="checkbox" checked={draft.instruments.includes(one.id)} onChange={() => toggle(one.id)} />
          <span><b lang="en" dir="ltr">{one.name}</b> <span class="soft small">{say('wave_q', {n: number(one.questions)})}{one.languages.length < all && `, ${say('wave_languages', {languages: list(one.languages.map((code) => names.of(code) ?? code))})}`}</span></span></label>
      ))}
      {later.length > 0 && <details><summary>{say('wave_more', {n: number(later.length)})}</summary><p>{words.wave_more_words}</p><ul lang="en" dir="ltr">{later.map((one) => <li key={one.id}>{one.name} <code>{one.id}</code></li>)}</ul></details>}
    </fieldset>
  );
}

function Choice<T extends string>({legend, name, options, value, take}: {legend: string; name: string; options: [T, string][]; value: T; take: (to: T) => void}) {
  return <fieldset><legend>{legend}</legend>{options.map(([id, words]) => <label key={id} class="choice"><input type="radio" name={name} checked={value === id} onChange={() => take(id)} /><span>{words}</span></label>)}</fieldset>;
}

function Form({choices}: {choices: Choices}) {
  const {words, language} = useLeadSpeech(), {session} = useFrame();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(language));
  const [plan, setPlan] = useState<{plan: Plan; toml: string}>(), [said, setSaid] = useState<{words: string; english?: string}>(), [busy, setBusy] = useState(false);
  const change = (edit: Edit) => { setDraft((now) => edited(now, edit)); setPlan(undefined); };
  const work = async () => {
    setSaid(undefined);
    if (!complete(draft)) { setSaid({words: words.wave_pick}); return; }
    setBusy(true);
    const toml = tomlOf(draft);
    try {
      const answer = await fetch('/api/wave/plan', {method: 'POST', credentials: 'same-origin', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': session.signed?.csrf ?? ''}, body: JSON.stringify({wave: toml})});
      const body = await answer.json() as Plan & {words?: string};
      if (answer.ok) { setPlan({plan: body, toml}); requestAnimationFrame(() => document.getElementById('plan')?.focus()); } else setSaid({words: words.wave_wrong, ...(body.words ? {english: body.words} : {})});
    } catch { setSaid({words: words.wave_wrong}); }
    setBusy(false);
  };
  return (
    <>
      <form class="wave" onSubmit={(event) => { event.preventDefault(); void work(); }}>
        <label for="title">{words.wave_name}</label><input id="title" value={draft.title} maxLength={120} onInput={(event) => change({title: event.currentTarget.value})} />
        <Instruments ready={choices.ready} later={choices.later} draft={draft} change={change} />
        <fieldset><legend>{words.wave_in}</legend>{Object.entries(LANGUAGES).map(([code, name]) => <label key={code} class="choice"><input type="checkbox" checked={draft.languages.includes(code)} onChange={() => change((now) => ({languages: toggled(now.languages, code)}))} /><span lang={code}>{name}</span></label>)}</fieldset>
        <Choice legend={words.wave_kind} name="depth" value={draft.depth} options={[['deep', words.wave_deep], ['pulse', words.wave_pulse]]} take={(depth) => change({depth})} />
        <Choice legend={words.wave_profile} name="profile" value={draft.profile} options={[['balanced', words.wave_balanced], ['strict', words.wave_strict], ['exact', words.wave_exact]]} take={(profile) => change({profile})} />
        <label for="opens">{words.wave_opens}</label><input id="opens" type="date" value={draft.opens} onInput={(event) => change({opens: event.currentTarget.value})} />
        <label for="closes">{words.wave_closes}</label><input id="closes" type="date" value={draft.closes} onInput={(event) => change({closes: event.currentTarget.value})} />
        <label for="response">{words.wave_response}</label><input id="response" type="number" min="1" max="100" value={draft.response} onInput={(event) => change({response: Number(event.currentTarget.value)})} />
        <label class="choice"><input type="checkbox" checked={draft.trial} onChange={() => change((now) => ({trial: !now.trial}))} /><span>{words.wave_trial}</span></label>
        <button type="submit" class="main" disabled={busy}>{words.wave_go}</button>
        <div role="alert">{said && <div class="note care"><p>{said.words}</p>{said.english && <p lang="en" dir="ltr">{said.english}</p>}</div>}</div>
      </form>
      {plan && <Planned plan={plan.plan} toml={plan.toml} />}
    </>
  );
}

export default function TheWave() {
  const {words} = useLeadSpeech();
  const [got, again] = useGet<Choices>('/api/wave/choices.json');
  return <><h1>{words.wave_title}</h1><p class="lead">{words.wave_lead}</p><Fetched got={got} again={again}>{(choices) => <><Form choices={choices} /><Files of={['/api/wave/choices']} /></>}</Fetched></>;
}
