// SPDX-License-Identifier: Apache-2.0
// Code and slip, to keep: as a file, as a picture, on paper. The code is shown when it is asked for, so that it does not stand on a screen others can see.
import {app, date, t} from '../app.ts';
import {hex} from '../bytes.ts';
import {codeText} from '../code.ts';
import {button, h, p, row, saveFile, toggle} from '../dom.ts';
import {picture} from '../qr.ts';
import {type Slip, writeSlip} from '../slip.ts';
import * as store from '../store.ts';
import type {Opened} from './wave.ts';

const spaced = async (slip: Slip): Promise<string> => (await codeText(slip.code)).replace(/-/g, ' ');

export function slipParts(opened: Opened, slip: Slip): HTMLElement {
  const code = h('p', {class: 'code', dir: 'ltr'}), scan = h('div', {});
  const showCode = toggle(t('code_show'), code, async () => { code.textContent = await spaced(slip); });
  const showPicture = toggle(t('slip_show'), scan, async () => scan.replaceChildren(await picture(slip, t('keep'))));
  return h('div', {}, h('h2', {}, t('keep')), !store.keeps() && p(t('forgetful'), 'note'), p(t('keep_words')),
    row(showPicture, !app.kiosk && button(t('slip_save'), () => void writeSlip(slip).then((text) => saveFile(`karuna-${hex(slip.wave).slice(0, 8)}.slip.json`, text))),
      button(t('slip_print'), () => void printSlip(opened, slip)), showCode), scan, code);
}

/// A sheet that is seen on paper only, and gone afterwards.
export async function printSlip({wave}: Opened, slip: Slip): Promise<void> {
  const sheet = h('section', {class: 'paper'}, h('h2', {}, h('bdi', {}, `${app.stamp.organisation}: ${wave.title}`)), await picture(slip, t('keep')), h('p', {class: 'code', dir: 'ltr'}, await spaced(slip)),
    p(t('slip_paper', {date: date(wave.closesBallots), host: app.stamp.respond})));
  document.querySelectorAll('.paper').forEach((one) => one.remove());
  document.body.append(sheet);
  document.body.classList.add('printing');
  addEventListener('afterprint', () => {
    sheet.remove();
    document.body.classList.remove('printing');
  }, {once: true});
  print();
}
