// SPDX-License-Identifier: Apache-2.0
// One wave that waits: download, run, upload.
import {useRef, useState} from 'preact/hooks';
import {useFrame} from '../use.ts';
import {Code, WaveLine} from './parts.tsx';
import {type CouncilSpeech, useCouncilSpeech} from './speak.ts';
import type {Exchange} from './types.ts';
import {upload} from './upload.ts';

interface Said { file: string; good: boolean; words: string }

function saidOf({say, frame}: CouncilSpeech, file: string, good: boolean, code: string): Said {
  if (good) return {file, good, words: say('up_kept', {file})};
  if (code === 'NOT_EXPECTED' || code === 'WRONG_SIZE' || code === 'WRONG_SIGNATURE') return {file, good, words: say(`up_${code}`, {file})};
  return {file, good, words: code === 'OFFLINE' ? frame.words.offline : say('up_other', {file})};
}

/// The command for the council's own computer, after unpacking where the download lies.
export function commandOf(one: Exchange, serverKey: string): string {
  const key = serverKey ? ` --server-key ${serverKey}` : '', folders = '--dir council --in to-council --out from-council';
  if (one.step === 'final') return `karuna witness final ${one.wave} ${folders}${key}`;
  return `karuna witness ${one.step} ${folders}${one.step === 'question-part' ? '' : key}`;
}

export function SignOne({one, serverKey, changed}: {one: Exchange; serverKey: string; changed: () => void}) {
  const speech = useCouncilSpeech(), {words, say} = speech;
  const {session} = useFrame();
  const [busy, setBusy] = useState(false), [said, setSaid] = useState<Said[]>([]);
  const chosen = useRef<HTMLInputElement>(null);
  if (one.step === 'none') return null;
  const step = one.step.replace('-', '_') as 'token_part' | 'question_part' | 'close' | 'final';
  const all = one.wanted.length > 0 && one.wanted.every((wanted) => wanted.there);
  const short = one.wave.slice(0, 8), unpack = one.step === 'final' ? `tar xf ${short}-to-council.tar; tar xf ${short}-bundle.tar` : `tar xf ${short}-to-council.tar`;
  const send = async () => {
    const order = one.wanted.map((wanted) => wanted.file), files = [...(chosen.current?.files ?? [])].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    if (files.length === 0) return;
    setBusy(true);
    setSaid([]);  // what was said of the last upload is not of this one
    const now: Said[] = [];
    for (const file of files) {
      const sent = await upload(`/api/council/exchange/${one.wave}/${encodeURIComponent(file.name)}`, session.signed?.csrf ?? '', file);
      now.push(saidOf(speech, file.name, sent.good, sent.code));
    }
    setSaid(now);
    setBusy(false);
    if (chosen.current) chosen.current.value = '';
    changed();
  };
  return (
    <section class="sheet sign" aria-labelledby={`s${one.wave}`}>
      <h2 id={`s${one.wave}`}>{words[`step_${step}`]}: {one.title} <WaveLine wave={one} /></h2>
      <p>{words[`look_${step}`]}</p>
      <ol class="walk">
        <li><h3>{words.sign_download}</h3>
          <p class="buttons"><a class={all ? 'button' : 'button main'} href={`/api/council/exchange/${one.wave}/to-council.tar`} download={`${short}-to-council.tar`}>{words.sign_download}</a>
            {one.step === 'final' && <a class="button" href={`/api/council/bundle/${one.wave}`} download={`${short}-bundle.tar`}>{words.sign_bundle}</a>}</p>
          <details><summary>{words.single_files}</summary><ul class="plain">{one.offered.map((file) => <li key={file.file}><a href={`/api/council/exchange/${one.wave}/${file.file}`} download={file.file} dir="ltr">{file.file}</a></li>)}</ul></details>
        </li>
        <li><h3>{words.sign_run}</h3><pre dir="ltr" tabIndex={0}><code>{unpack}{'\n'}{commandOf(one, serverKey)}</code></pre></li>
        <li><h3>{words.sign_upload}</h3>
          <label for={`f${one.wave}`}>{say('sign_files', {files: one.wanted.map((wanted) => `\u2066${wanted.file}\u2069`).join(', ')})}</label>
          <input id={`f${one.wave}`} type="file" multiple ref={chosen} disabled={busy} />
          <button type="button" disabled={busy} onClick={() => void send()}>{words.upload}</button>
          <div role="status"><ul class="plain">{said.map((line) => <li key={line.file} class={line.good ? 'note' : 'note care'}>{line.words}</li>)}</ul></div>
          {all && (one.step === 'close' ? <p class="note">{words.sign_goes_on}</p> : <p class="note">{words.sign_here} <Code>{`karuna wave publish ${one.wave}`}</Code></p>)}
        </li>
      </ol>
    </section>
  );
}
