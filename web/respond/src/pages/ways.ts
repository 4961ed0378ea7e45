// SPDX-License-Identifier: Apache-2.0
// A slip from another device: as a file, as a picture, before the camera, or as text; or a code that was written down.
import {app, run, t, view} from '../app.ts';
import {same} from '../bytes.ts';
import {readCode} from '../code.ts';
import {bar, button, chooseFile, h, p, row, show} from '../dom.ts';
import {readShortSlip} from '../short_slip.ts';
import {type Slip, readSlip} from '../slip.ts';
import * as store from '../store.ts';
import {Stop} from '../stop.ts';
import {beginDraw} from './draw.ts';
import {home} from './home.ts';
import {type Opened, route} from './wave.ts';

/// Reads pictures to scan, where the browser can.
interface Detector {
  detect(from: ImageBitmap | HTMLVideoElement): Promise<{readonly rawValue: string}[]>;
}
export const detector = (): Detector | undefined => {
  const Made = (globalThis as {BarcodeDetector?: new (of: {formats: string[]}) => Detector}).BarcodeDetector;
  return Made && new Made({formats: ['qr_code']});
};

/// The slip in a text, whichever of its forms it has; nothing where it has none of them.
async function slipIn(text: string): Promise<Slip | undefined> {
  const line = /#slip=([\w-]+)/.exec(text)?.[1];
  return line ? readShortSlip(line) : text.trim().startsWith('{') ? readSlip(text) : undefined;
}

/// Somebody followed an address with a slip in it: it is taken once they say so, and never in silence over another one.
export function offerSlip(line: string): void {
  run(async (here) => {
    const slip = await readShortSlip(line), there = await store.slipOf(slip.wave);
    here();
    if (there && same(there.code, slip.code)) return home(slip.wave);
    view(() => show(h('h1', {}, t('way_ask')), slip.cell && p(t('group_words', {label: slip.cell.label, n: slip.cell.eligible})), there && p(t('way_other'), 'stop'),
      bar(button(t('way_use'), () => run(async () => {
        await store.keepSlip(slip);
        home(slip.wave);
      }), 'main'), button(t('start'), app.home))));
  });
}

export function otherWays(opened: Opened): HTMLElement {
  const {wave, listed} = opened;
  const wrong = h('p', {class: 'stop', role: 'alert', hidden: true});
  const complain = (error: unknown): void => {
    wrong.textContent = t(error instanceof Stop ? error.stop : 'BAD_SLIP');
    wrong.hidden = false;
  };
  const take = async (text: string): Promise<void> => {
    const slip = await slipIn(text);
    if (slip) {
      if (!same(slip.wave, wave.id)) throw new Stop('OTHER_BALLOT');
      await store.keepSlip(slip);
      return route({...opened, slip});
    }
    const code = await readCode(text);
    if (!code) throw new Stop('BAD_CODE');
    if (!listed.deskOpen) throw new Stop('WINDOW_CLOSED');
    const begun: Slip = {wave: wave.id, code, lastSeq: -1};
    await store.keepSlip(begun);
    beginDraw({...opened, slip: begun});
  };
  const file = (one: File): void => void (async () => {
    if (!one.type.startsWith('image/')) return take(await one.text());
    const [found] = (await detector()?.detect(await createImageBitmap(one))) ?? [];
    if (!found) throw new Stop('BAD_SLIP');
    return take(found.rawValue);
  })().catch(complain);
  const field = h('textarea', {id: 'code', rows: '2', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', dir: 'ltr'});
  const video = h('video', {hidden: true, playsinline: true, muted: true});
  return h('details', {class: 'other'}, h('summary', {}, t('have_slip')), wrong,
    row(!app.kiosk && button(t('way_file'), () => chooseFile(file)), detector() && button(t('way_scan'), () => void scan(video).then(take).catch(complain))), video,
    h('form', {submit: (event) => { event.preventDefault(); void take(field.value).catch(complain); }}, h('label', {for: 'code'}, t('way_text')), field, row(h('button', {type: 'submit'}, t('way_use')))));
}

/// Looks through the camera until a picture is read or the view is left. No picture leaves the device.
export async function scan(video: HTMLVideoElement): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}}), looks = detector();
  video.hidden = false;
  video.srcObject = stream;
  try {
    await video.play();
    while (looks && video.isConnected) {
      const [found] = await looks.detect(video);
      if (found) return found.rawValue;
      await new Promise((resolve) => { setTimeout(resolve, 150); });
    }
    throw new Stop('BAD_SLIP');
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
}
