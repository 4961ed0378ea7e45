// SPDX-License-Identifier: Apache-2.0
import type {ComponentChildren} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {useSpeech} from '../language.ts';

/// What lies above the page until it is closed, by button or Escape. The browser keeps the keyboard inside.
export function Dialog({title, close, children}: {title: string; close: () => void; children: ComponentChildren}) {
  const {words} = useSpeech();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog ref={box} aria-labelledby="dialog-title" onClose={close}>
      <h2 id="dialog-title">{title}</h2>
      {children}
      <button type="button" onClick={() => box.current?.close()}>{words.close}</button>
    </dialog>
  );
}
