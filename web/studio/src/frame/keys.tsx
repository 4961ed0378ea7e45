// SPDX-License-Identifier: Apache-2.0
// g and a letter, / , t , ? : what a keyboard can do on every page.
import {useEffect, useState} from 'preact/hooks';
import type {Signed} from '../api.ts';
import type {Speech} from '../language.ts';
import {whyOf} from '../result/why.tsx';
import {Dialog} from './dialog.tsx';
import {openKeys} from './footer.tsx';
import {menuOf} from './menu.ts';

type Above = 'keys' | 'search' | 'why' | undefined;

const typing = (target: EventTarget | null): boolean => target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

export function useKeys({words}: Speech, signed: Signed | null, go: (path: string) => void, tables: boolean, setTables: (on: boolean) => void) {
  const [above, setAbove] = useState<Above>();
  const [searched, setSearched] = useState('');
  const menu = menuOf(signed);
  useEffect(() => {
    let led = false;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return;
      const entry = led ? menu.find((one) => one.letter === event.key) : undefined;
      led = event.key === 'g' && !led;
      if (entry) { event.preventDefault(); go(`/${entry.page}`); }
      else if (event.key === '/') { event.preventDefault(); setSearched(''); setAbove('search'); }
      else if (event.key === 't') setTables(!tables);
      else if (event.key === '?') setAbove('why');
    };
    const help = () => setAbove('keys');
    addEventListener('keydown', pressed);
    addEventListener(openKeys, help);
    return () => { removeEventListener('keydown', pressed); removeEventListener(openKeys, help); };
  }, [menu, tables, go, setTables]);

  if (!above) return null;
  const close = () => setAbove(undefined);
  if (above === 'why') return <Dialog title={words.why_title} close={close}>{whyOf() ?? <p>{words.why_none}</p>}</Dialog>;
  if (above === 'keys') {
    return (
      <Dialog title={words.keys_title} close={close}>
        <dl class="keys">
          <dt><kbd>g</kbd></dt><dd>{words.keys_go}: {menu.map((entry) => <span key={entry.page} class="pair"><kbd>{entry.letter}</kbd> {words[entry.word]}</span>)}</dd>
          <dt><kbd>/</kbd></dt><dd>{words.keys_search}</dd>
          <dt><kbd>t</kbd></dt><dd>{words.keys_table}</dd>
          <dt><kbd>?</kbd></dt><dd>{words.keys_why}</dd>
          <dt><kbd>Esc</kbd></dt><dd>{words.keys_close}</dd>
        </dl>
      </Dialog>
    );
  }
  const everything = [...menu.map((entry) => ({path: `/${entry.page}`, name: words[entry.word]})), {path: '/method', name: words.page_method}, {path: '/accessibility', name: words.page_accessibility}];
  const found = everything.filter((one) => one.name.toLocaleLowerCase().includes(searched.trim().toLocaleLowerCase()));
  const open = (path: string) => { close(); go(path); };
  return (
    <Dialog title={words.search} close={close}>
      <form method="dialog" onSubmit={(event) => { event.preventDefault(); if (found[0]) open(found[0].path); }}>
        <input type="search" aria-label={words.search} value={searched} onInput={(event) => setSearched(event.currentTarget.value)} />
      </form>
      <ul class="plain">{found.map((one) => <li key={one.path}><button type="button" class="link" onClick={() => open(one.path)}>{one.name}</button></li>)}</ul>
      {found.length === 0 && <p role="status">{words.search_none}</p>}
    </Dialog>
  );
}
