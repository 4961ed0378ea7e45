// SPDX-License-Identifier: Apache-2.0
// Elements, without ever turning text into markup.

type Child = Node | string | false | undefined;
type Attributes = {readonly [name: string]: string | boolean | undefined | ((event: Event) => void)};

export function h<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (typeof value === 'string') element.setAttribute(key, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

export const p = (text: string, kind?: string): HTMLElement => h('p', kind ? {class: kind} : {}, text);
export const button = (text: string, click: () => void, kind?: string): HTMLElement => h('button', {type: 'button', click, ...(kind ? {class: kind} : {})}, text);

/// Puts a new content into the page and its heading into the reader's ear.
export function show(...children: readonly Child[]): void {
  const main = document.querySelector('main') as HTMLElement;
  main.replaceChildren(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  const heading = main.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
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
export function chooseFile(take: (content: string) => void): void {
  const input = h('input', {type: 'file', accept: '.json,.slip,application/json', hidden: true, change: () => {
    const file = input.files?.[0];
    if (file && file.size < 200_000) void file.text().then(take);
    input.remove();
  }});
  document.body.append(input);
  input.click();
}
