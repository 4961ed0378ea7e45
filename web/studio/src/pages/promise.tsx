// SPDX-License-Identifier: Apache-2.0
// Each promise with its numbers from the signed manifest, and how to check it without trusting this page.
import {Fetched, Sheet} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {Files} from '../parts/files.tsx';
import type {Promised} from '../parts/promised.ts';
import {useGet} from '../use.ts';

function One({title, text, check}: {title: string; text: string; check: string}) {
  const {words} = useSpeech();
  return <Sheet title={title}><p>{text}</p><p class="check"><b>{words.promise_check}</b> {check}</p></Sheet>;
}

function Whole({value}: {value: Promised}) {
  const {words, say, number, date} = useSpeech();
  const wave = value.wave, page = wave?.page_sha256 ?? value.page_sha256;
  return (
    <>
      <p class="lead">{wave ? say('promise_lead', {title: wave.title}) : words.promise_lead_none}</p>
      {wave?.trial && <p class="note">{words.p_rehearsal}</p>}
      <div class="promises">
        <One title={words.p_link} text={words.p_link_words} check={words.p_link_check} />
        <Sheet title={words.p_page}>
          {page ? <p><code>{page}</code></p> : <p>{words.p_page_none}</p>}
          {wave && value.page_sha256 && <p class={wave.page_sha256 === value.page_sha256 ? '' : 'note care'}>{wave.page_sha256 === value.page_sha256 ? words.p_page_same : words.p_page_other}</p>}
          <p><a href={value.respond}>{words.in_answer}</a></p>
        </Sheet>
        {wave && <One title={words.p_group} check={words.p_group_check} text={say('p_group_words', {k: number(wave.k[0]), k2: number(wave.k[1]), k3: number(wave.k[2]), cell: wave.smallest_cell === null ? '–' : number(wave.smallest_cell)})} />}
        {wave && <One title={words.p_guess} check={words.p_guess_check} text={wave.guess_one === undefined || wave.guess_whole === undefined ? words.p_guess_exact : say('p_guess_words', {one: number(wave.guess_one, 1), whole: number(wave.guess_whole, 1)})} />}
        <One title={words.p_open} text={value.council ? words.p_open_council : words.p_open_alone} check={words.p_open_check} />
        <One title={words.p_counted} text={words.p_counted_words} check={words.p_counted_check} />
        <One title={words.p_forced} text={say('p_forced_words', {n: wave?.reminders_max ?? 2})} check={words.p_forced_check} />
        <One title={words.p_forgotten} text={say('p_forgotten_words', {n: wave?.ledger_days ?? 14})} check={words.p_forgotten_check} />
      </div>
      <Sheet title={words.p_checked} id="checked"><p>{!value.checked ? words.p_checked_none : say(value.checked.holds ? 'p_checked_holds' : 'p_checked_broken', {day: date(value.checked.hour), title: value.checked.title ?? '–', released: number(value.checked.released), hold: number(value.checked.hold)})}</p></Sheet>
      <Sheet title={words.p_limits}><p>{words.p_limits_words}</p></Sheet>
      <Sheet title={words.p_keys}>
        <dl class="record"><div><dt>{words.p_key_server}</dt><dd><code>{value.server_key}</code></dd></div>
          {value.witness_keys.map((key) => <div key={key}><dt>{words.p_key_council}</dt><dd><code>{key}</code></dd></div>)}</dl>
        {wave && <p>{words.p_command}: <code dir="ltr">karuna-verify waves/{wave.folder} --server-key {value.server_key}{value.witness_keys.map((key) => ` --witness-key ${key}`)}</code></p>}
      </Sheet>
    </>
  );
}

export default function ThePromise() {
  const {words} = useSpeech();
  const [got, again] = useGet<Promised>('/api/promise.json');
  return <><h1>{words.promise_title}</h1><Fetched got={got} again={again}>{(value) => <><Whole value={value} /><Files of={['/api/promise']} /></>}</Fetched></>;
}
