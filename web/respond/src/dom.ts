// SPDX-License-Identifier: Apache-2.0
// Elements, without ever turning text into markup.

type Child = Node | string | false | undefined;
type Attributes = {readonly [name: string]: string | boolean | undefined | ((event: Event) => void)};

function filled<Kind extends Element>(element: Kind, attributes: Attributes, children: readonly Child[]): Kind {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (typeof value === 'string') element.setAttribute(key, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}
export const h = <Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Name] =>
  filled(document.createElement(name), attributes, children);
export const svg = <Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Attributes, ...children: readonly Child[]): SVGElementTagNameMap[Name] =>
  filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

export const p = (text: string, kind?: string): HTMLElement => h('p', {class: kind}, text);
export const button = (text: string, click: () => void, kind?: string): HTMLButtonElement => h('button', {type: 'button', click, class: kind}, text);
/// What can be done on this screen, at the thumb: the one that matters first.
export const bar = (...children: readonly Child[]): HTMLElement => h('div', {class: 'bar'}, ...children);
export const row = (...children: readonly Child[]): HTMLElement => h('div', {class: 'row'}, ...children);
/// A button that opens and closes what stands behind it.
export function toggle(name: string, content: HTMLElement, fill?: () => void | Promise<void>): HTMLButtonElement {
  content.hidden = true;
  const one = button(name, () => void (async () => {
    if (content.hidden) await fill?.();
    content.hidden = !content.hidden;
    one.setAttribute('aria-expanded', String(!content.hidden));
  })());
  one.setAttribute('aria-expanded', 'false');
  return one;
}

let read = false;
/// Puts a new content into the page and its heading into the reader's ear; what comes first is read from the top anyway.
export function show(...children: readonly Child[]): void {
  const main = document.querySelector('main') as HTMLElement;
  main.replaceChildren(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  const heading = main.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  if (read) heading?.focus({preventScroll: true});
  read = true;
  document.title = heading?.textContent ?? 'Karuna';
  scrollTo(0, 0);
}

/// Says something without moving the reader.
export function say(text: string): void {
  (document.getElementById('said') as HTMLElement).textContent = text;
}

export function saveFile(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], {type: 'application/json'}));
  const link = h('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/// Opens a file chooser; nothing comes where it is closed again.
export function chooseFile(take: (file: File) => void): void {
  const input = h('input', {type: 'file', accept: '.json,.slip,application/json,image/*', hidden: true, change: () => {
    const file = input.files?.[0];
    if (file && file.size < 20_000_000) take(file);
    input.remove();
  }});
  document.body.append(input);
  input.click();
}
