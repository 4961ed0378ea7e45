// SPDX-License-Identifier: Apache-2.0
import type {components} from '../described.ts';
import {useCouncilSpeech} from '../council/speak.ts';
import {useApprovalSpeech} from './speak.ts';
import type {ApprovalWords} from './words_en.ts';

type Schemas = components['schemas'];
export type Loosened = Schemas['Loosened'];

/// What would become looser, a line a rule.
export function LooserRules({rules}: {rules: Loosened[]}) {
  const {words, say} = useApprovalSpeech(), council = useCouncilSpeech();
  const written = (value: string): string => { const name = `value_${value}`; return name in words ? words[name as keyof ApprovalWords] : value; };
  return <ul class="looser-rules">{rules.map((one) => <li key={one.rule}>{say('from_to', {rule: council.words[`rule_${one.rule}`], value: written(one.value), before: written(one.before)})}</li>)}</ul>;
}
