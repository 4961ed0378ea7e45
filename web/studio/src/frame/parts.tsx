// SPDX-License-Identifier: Apache-2.0
import type {ComponentChildren} from 'preact';
import {ApiError} from '../api.ts';
import {useSpeech} from '../language.ts';
import type {Got} from '../use.ts';

export function Waiting() {
  const {words} = useSpeech();
  return <p class="soft" role="status">{words.wait}</p>;
}

export function Failed({error, again}: {error: unknown; again?: () => void}) {
  const {words, say} = useSpeech();
  const known = error instanceof ApiError ? error : undefined;
  const said = known?.status === 0 ? words.offline : known?.status === 403 ? words.forbidden : say('broken', {what: known?.code ?? String(error)});
  return (
    <section class="note care" role="alert">
      <p>{said}</p>
      {again && <button type="button" onClick={again}>{words.again}</button>}
    </section>
  );
}

/// Draws what was fetched, or that it is awaited, or why it is not there.
export function Fetched<T>({got, again, children}: {got: Got<T>; again: () => void; children: (value: T) => ComponentChildren}) {
  if (got.state === 'waiting') return <Waiting />;
  if (got.state === 'failed') return <Failed error={got.error} again={again} />;
  return <>{children(got.value)}</>;
}

export function Sheet({title, children, id}: {title?: string; children: ComponentChildren; id?: string}) {
  return <section class="sheet" id={id}>{title && <h2>{title}</h2>}{children}</section>;
}
