// SPDX-License-Identifier: Apache-2.0
import {useCouncilSpeech} from './speak.ts';
import type {State, WaveName} from './types.ts';

/// "Spring 2026 · deep wave · rehearsal · released"
export function WaveLine({wave, state}: {wave: WaveName; state?: State}) {
  const {words} = useCouncilSpeech();
  return <span class="soft small wave-line">{[words[`kind_${wave.kind}`], wave.trial ? words.rehearsal : '', state ? words[`state_${state}`] : ''].filter(Boolean).join(' · ')}</span>;
}

/// A hash or a command: Latin from left to right in every language, broken wherever it must be.
export const Code = ({children}: {children: string}) => <code dir="ltr">{children}</code>;
