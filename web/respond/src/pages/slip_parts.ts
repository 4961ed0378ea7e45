// SPDX-License-Identifier: Apache-2.0
import {t} from '../app.ts';
import {hex} from '../bytes.ts';
import {codeText} from '../code.ts';
import {button, h, p, saveFile} from '../dom.ts';
import {type Slip, writeSlip} from '../slip.ts';
import * as store from '../store.ts';

/// Code and slip, to keep. The code is shown when it is asked for, so that it does not stand on a screen others can see.
export function slipParts(slip: Slip): HTMLElement {
  const code = h('p', {class: 'code', dir: 'ltr', hidden: true});
  const toggle = h('button', {type: 'button', 'aria-expanded': 'false', click: () => {
    void codeText(slip.code).then((text) => {
      code.hidden = !code.hidden;
      code.textContent = code.hidden ? '' : text.replace(/-/g, ' ');
      toggle.textContent = t(code.hidden ? 'code_show' : 'code_hide');
      toggle.setAttribute('aria-expanded', String(!code.hidden));
    });
  }}, t('code_show'));
  return h('div', {}, h('h2', {}, t('keep')), !store.keeps() && p(t('forgetful'), 'note'), p(t('keep_words')),
    h('div', {class: 'row'}, button(t('slip_save'), () => void writeSlip(slip).then((text) => saveFile(`karuna-${hex(slip.wave).slice(0, 8)}.slip.json`, text))), toggle), code);
}
