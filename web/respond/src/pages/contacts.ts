// SPDX-License-Identifier: Apache-2.0
// Whom a person may turn to. Always the same two doors, beside the third, which is to be counted; nothing is sent when one is opened, and nothing flashes.
import {t} from '../app.ts';
import {h, p, toggle} from '../dom.ts';
import type {Contact, Wave} from '../manifest.ts';
import {spoken} from './spoken.ts';

function reach(words: string): HTMLElement {
  const way = /^\+?[\d ()/.-]{3,}$/.test(words) ? `tel:${words.replace(/[^+\d]/g, '')}` : /^\S+@\S+$/.test(words) ? `mailto:${words}` : undefined;
  return way ? h('a', {href: way, dir: 'ltr'}, words) : h('bdi', {}, words);
}

const entries = (wave: Wave, kind: Contact['kind']): HTMLElement =>
  h('ul', {class: 'contacts'}, ...wave.contacts.filter((one) => one.kind === kind).map((one) => {
    const {text, lang} = spoken(one.text, wave.languages ?? []);
    return h('li', {}, h('span', lang ? {lang, dir: 'auto'} : {}, text), reach(one.reach));
  }));

/// Both lists with what each means; nothing where the wave names nobody.
export function allContacts(wave: Wave): readonly HTMLElement[] {
  const has = (kind: Contact['kind']): boolean => wave.contacts.some((one) => one.kind === kind);
  return [...(has('now') ? [h('h2', {class: 'door'}, t('help_now')), entries(wave, 'now')] : []), ...(has('person') ? [h('h2', {class: 'door'}, t('help_person')), p(t('help_person_words')), entries(wave, 'person')] : [])];
}

/// The doors beside questions about strain.
export function doors(wave: Wave): HTMLElement | undefined {
  if (!wave.contacts.length) return undefined;
  const behind = h('div', {class: 'sheet'}, ...allContacts(wave));
  return h('aside', {class: 'doors', 'aria-label': t('help')}, toggle(t('help'), behind), p(t('help_count'), 'quiet'), behind);
}

/// Beside one question: shown once an answer was chosen at which people may want it.
export function careNote(wave: Wave): HTMLElement | undefined {
  return wave.contacts.length ? h('div', {class: 'note care', hidden: true}, p(t('care')), ...allContacts(wave)) : undefined;
}
