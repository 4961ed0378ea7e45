// SPDX-License-Identifier: Apache-2.0
import {useSpeech} from '../language.ts';

export const openKeys = 'karuna-open-keys';

export function Footer({signed}: {signed: boolean}) {
  const {words} = useSpeech();
  return (
    <footer class="foot">
      <p>{words.footer}</p>
      <ul>
        {!signed && <li><a href="/promise">{words.page_promise}</a></li>}
        <li><a href="/method">{words.page_method}</a></li>
        <li><a href="/accessibility">{words.page_accessibility}</a></li>
        <li><button type="button" class="link" onClick={() => dispatchEvent(new Event(openKeys))}>{words.keys}</button></li>
      </ul>
    </footer>
  );
}
