// SPDX-License-Identifier: Apache-2.0
// The button that leads to the sign-in provider, and what is said where that did not end well.
import {useState} from 'preact/hooks';
import {filled, useSpeech} from '../language.ts';
import {useGet} from '../use.ts';
import {providerWords} from './words.ts';

/// Said once: the frame takes the mark out of the address.
let ended: string | undefined = /^#provider=(unknown|failed)$/.exec(location.hash)?.[1];
const howItEnded = (): string | undefined => { const now = ended; ended = undefined; return now; };

export function Provider() {
  const words = providerWords[useSpeech().language];
  const [got] = useGet<{provider: string | null}>('/api/oidc.json');
  const [stopped] = useState(howItEnded);
  if (got.state !== 'there' || got.value.provider === null) return null;
  const name = got.value.provider;
  return (
    <section class="provider">
      {stopped && <p class="note care" role="alert">{filled(stopped === 'unknown' ? words.unknown : words.failed, {name})}</p>}
      <p><a class="button main" id="provider" href="/api/oidc/start">{filled(words.button, {name})}</a></p>
    </section>
  );
}
