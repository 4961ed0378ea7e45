// SPDX-License-Identifier: Apache-2.0
// Every setting with its value, where it comes from, and what is refused.
import {useAdminSpeech} from '../admin/speak.ts';
import type {Setting} from '../admin/types.ts';
import {Fetched} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

export default function Settings() {
  const {words} = useAdminSpeech();
  const [got, again] = useGet<Setting[]>('/api/admin/settings.json');
  const value = (one: Setting) => (typeof one.value === 'boolean' ? (one.value ? words.yes : words.no) : Array.isArray(one.value) ? one.value.join(', ') : one.value);
  return (
    <>
      <h1>{words.title_settings}</h1>
      <p class="lead">{words.lead_settings}</p>
      <Fetched got={got} again={again}>{(settings) => (
        <dl class="record settings">{settings.map((one) => (
          <div key={one.name}><dt><code dir="ltr">{one.name}</code></dt>
            <dd>{value(one) ? <bdi>{value(one)}</bdi> : <span class="soft">{words.empty}</span>}<br /><span class="small soft">{words.col_source}: {one.source === 'default' ? words.source_default : 'karuna.toml'}{one.floor && ` · ${words.floor}: ${words[`floor_${one.floor}`]}`}</span></dd></div>
        ))}</dl>
      )}</Fetched>
      <p class="soft">{words.floors}</p>
      <Files of={['/api/admin/settings']} />
    </>
  );
}
