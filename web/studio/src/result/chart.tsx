// SPDX-License-Identifier: Apache-2.0
// Around every drawing: the finding as its title, what it shows, the table twin one key away (t), and how it was made (?).
import type {ComponentChildren} from 'preact';
import {useEffect, useId, useState} from 'preact/hooks';
import {Dialog} from '../frame/dialog.tsx';
import {useSpeech} from '../language.ts';
import {useFrame} from '../use.ts';
import {type Made, MadeOf, dropWhy, keepWhy} from './why.tsx';

interface Props {
  finding: string;            ///< a sentence with its uncertainty
  what: string;               ///< what, unit, n, wave, release
  made: Made[];
  table: ComponentChildren;
  children: ComponentChildren;
}

export function Chart({finding, what, made, table, children}: Props) {
  const {words} = useSpeech();
  const {tables} = useFrame();
  const id = useId();
  const [own, setOwn] = useState<boolean>();
  const [why, setWhy] = useState(false);
  useEffect(() => { setOwn(undefined); }, [tables]);
  useEffect(() => { keepWhy(id, made); return () => dropWhy(id); });
  const asTable = own ?? tables;
  return (
    <figure class="chart" data-why={id} aria-labelledby={`${id}t`}>
      <figcaption><h3 id={`${id}t`}>{finding}</h3><p class="small soft">{what}</p></figcaption>
      {asTable ? <div class="scroll" tabIndex={0} role="region" aria-labelledby={`${id}t`}>{table}</div> : children}
      <p class="chart-tools">
        <button type="button" class="link" aria-pressed={asTable} onClick={() => setOwn(!asTable)}>{asTable ? words.as_chart : words.as_table}</button>
        <button type="button" class="link" onClick={() => setWhy(true)}>{words.why}</button>
      </p>
      {why && <Dialog title={words.why_title} close={() => setWhy(false)}><MadeOf made={made} /></Dialog>}
    </figure>
  );
}
