// SPDX-License-Identifier: Apache-2.0
// People with browsers before the signed-in pages of a running program; for the tests and the pictures of the studio.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ar'];
export const PHONE = {width: 360, height: 740, isMobile: true, hasTouch: true}, DESK = {width: 1280, height: 900}, NARROW = {width: 320, height: 700};
export const PASSWORD = 'three words that differ';

/// Which pages a role finds in its menu; kept beside web/studio/src/frame/menu.ts by a test.
export const PAGES = {
  nobody: ['', 'promise', 'method', 'accessibility'],
  employee: ['home', 'changed', 'mypod', 'rights', 'promise', 'desk'],
  council: ['audit'],
};

export function withPassword(wave, login, ...roles) {
  for (const role of roles) wave.run('people', 'role', login, role);
  execFileSync(wave.program, ['people', 'password', login], {input: `${PASSWORD}\n`, env: {...process.env, KARUNA_FOLDER: wave.folder}, stdio: ['pipe', 'pipe', 'pipe']});
}

/// Draws for `count` of the roster, those behind the first `from`; their answers come with `answerAll`.
export function drawAll(wave, count, from = 0) {
  const links = join(wave.work, 'links.csv'), slips = join(wave.work, 'slips');
  wave.run('people', 'links', '--out', links);
  const [head, ...rows] = readFileSync(links, 'utf8').split('\n');
  writeFileSync(links, [head, ...rows.slice(from, from + count)].join('\n'));
  mkdirSync(slips, {recursive: true});
  wave.run('answer', 'many', 'draw', '--links', links, '--slips', slips, '--wave', wave.id);
  return slips;
}
export function answerAll(wave, slips, questions) {
  const rows = readdirSync(slips).sort().map((name, i) => `${name.replace(/\.json$/, '')},${Array.from({length: questions}, (_, q) => 2 + ((i * 7 + q * 3) % 4)).join(' ')}`);
  const file = join(wave.work, 'answers.csv');
  writeFileSync(file, `slip,answers\n${rows.join('\n')}\n`);
  wave.run('answer', 'many', 'send', '--slips', slips, '--answers', file, '--wave', wave.id);
}

/// Somebody with a browser of their own. What the page says, asks for and sends is kept.
export async function person(browser, {viewport = DESK, scheme = 'light', language = 'en'} = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}, {name: 'prefers-reduced-motion', value: 'reduce'}]);  // no colour is looked at halfway
  await page.evaluateOnNewDocument((one) => { Object.defineProperty(navigator, 'languages', {get: () => [one]}); }, language);
  const said = [], asked = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
  return {page, said, asked, context, end: () => context.close()};
}

export async function settled(page) {
  await page.waitForSelector('main h1');
  await page.waitForFunction(() => ![...document.querySelectorAll('main [role=status]')].some((one) => /One moment|Einen Moment|Un instant|Un momento|لحظة\./.test(one.textContent)));
}

export async function signIn(page, studio, login, password = PASSWORD) {
  await page.goto(`${studio}/`);
  await page.waitForSelector('#login');
  await page.type('#login', login);
  await page.type('#password', password);
  await page.click('#form button.main');
  await page.waitForSelector('nav.menu');
  await settled(page);
}

export {axeFinds} from './browser.mjs';

export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/// The whole page, by a viewport as tall as it is: a picture beyond the viewport is shifted where text runs from right to left.
export async function picture(page, path, viewport) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewport({...viewport, height: Math.max(viewport.height, height)});
  await page.screenshot({path});
  await page.setViewport(viewport);
}
