// SPDX-License-Identifier: Apache-2.0
// People with browsers of their own, for the tests of the answering page and its pictures: what they see, press and send.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {axeFinds, whyNot} from './browser.mjs';

export const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the answering page are skipped: ${reason}`);

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
export const PHONE = {width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2}, DESK = {width: 1280, height: 900};

/// A person with a browser of their own: nothing is shared with others. `before` runs in every page before the page's own script.
export async function person(browser, wave, {viewport = DESK, scheme = 'light', language = 'en', before} = {}) {
  const context = await browser.createBrowserContext(), page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}, {name: 'prefers-reduced-motion', value: 'reduce'}]);  // no colour is looked at halfway
  await page.setExtraHTTPHeaders({'Accept-Language': language});
  await page.evaluateOnNewDocument((one) => { Object.defineProperty(navigator, 'languages', {get: () => [one]}); }, language);
  if (before) await page.evaluateOnNewDocument(before);
  const said = [], asked = [];
  // What the desk's own page says is for its own tests.
  page.on('console', (message) => { if (!message.location().url?.startsWith(wave.studio)) said.push(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url())) asked.push({request, method: request.method(), url: request.url(), bytes: Buffer.byteLength(request.postData() ?? '', 'latin1'), headers: request.headers()}); });
  // What really leaves the browser, cookies too.
  const client = await page.createCDPSession(), addresses = new Map(), sent = [];
  await client.send('Network.enable');
  client.on('Network.requestWillBeSent', (event) => addresses.set(event.requestId, event.request.url));
  client.on('Network.requestWillBeSentExtraInfo', (event) => sent.push({id: event.requestId, headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]))}));
  const to = (door) => sent.map(({id, headers}) => ({url: addresses.get(id) ?? '', headers})).filter(({url}) => url.startsWith(door));
  return {
    page, context, said, asked,
    leaks: () => to(wave.respond).filter(({headers}) => headers.cookie || headers.referer),
    toDesk: () => to(wave.studio).length,
    urls: () => [...addresses.values()].filter((url) => !/^(data|blob|about|file):/.test(url)),
    end: () => context.close(),
  };
}

/// Nothing was said in the console, nobody else was asked, no cookie and no referrer reached the door.
export function clean({said, leaks, urls}, wave) {
  assert.deepEqual(said, []);
  assert.deepEqual(leaks(), [], 'the door gets no cookie and no referrer');
  assert.deepEqual(urls().filter((url) => !url.startsWith(`${wave.respond}/`) && !url.startsWith(`${wave.studio}/`)), [], 'nobody else is asked');
}

export const words = (page) => page.$eval('main', (main) => main.textContent);
export async function shows(page, text) {
  await page.waitForFunction((wanted) => document.querySelector('main')?.textContent.includes(wanted), {}, text)
    .catch(async (error) => { throw new Error(`"${text}" is not shown at ${page.url().replace(/=.*/, '')}, but: ${await page.evaluate(() => document.body?.innerText.slice(0, 800))} (${error.message})`); });
}
export async function press(page, text) {
  await page.waitForFunction((wanted) => [...document.querySelectorAll('button,summary')].some((one) => one.textContent === wanted && !one.closest('[hidden]')), {}, text)
    .catch(async (error) => { throw new Error(`no button "${text}" at ${page.url().replace(/=.*/, '')}, but: ${await page.evaluate(() => document.body?.innerText.slice(0, 800))} (${error.message})`); });
  await page.evaluate((wanted) => [...document.querySelectorAll('button,summary')].find((one) => one.textContent === wanted && !one.closest('[hidden]')).click(), text);
}

/// axe finds nothing here.
export async function axe(page, name) {
  assert.deepEqual(await axeFinds(page), [], name);
}

/// Nothing reaches beyond the edge.
export async function fits(page, name) {
  const wide = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth, [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1).slice(0, 3).map((one) => one.outerHTML.slice(0, 120))]);
  assert.ok(wide[0] <= wide[1], `${name}: ${wide[0]} of ${wide[1]} pixels: ${wide[2].join(' ')}`);
}

/// Signed in at the desk, as the page of the desk does it; how that page looks is not the matter of these tests.
export async function signIn(page, wave, login, link = wave.link(login)) {
  await page.goto(`${wave.studio}/signin`);
  const status = await page.evaluate((code) => fetch('/v1/session', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({link: code})}).then((answer) => answer.status), link.split('#')[1]);
  assert.equal(status, 200, `${login} signs in`);
}
/// Draws by one press, signed in before, and keeps the questions for another day.
export async function draw(page, wave, login) {
  await signIn(page, wave, login);
  await page.goto(`${wave.respond}/`);
  await press(page, 'Draw my right to answer');
  await shows(page, 'Your right to answer is on this device');
}
/// Answers everything on the page of a desktop with the option that `choose` gives.
export async function answerAll(page, choose) {
  await page.waitForSelector('fieldset');
  return page.evaluate((values) => [...document.querySelectorAll('fieldset')].map((field, i) => {
    const wanted = [...field.querySelectorAll('input')].find((one) => one.value === String(values[i]));
    wanted.click();
    return Number(wanted.value);
  }), Array.from({length: 200}, (_, i) => choose(i)));
}
export async function send(page) {
  await press(page, 'Look at what will be sent');
  await shows(page, 'What will be sent');
  await press(page, 'Send my answers');
  await shows(page, 'The server has signed that it has them');
}
export const slipOf = (page) => page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('karuna.slip')))));
export const trace = (asked) => asked.map(({method, url, bytes, headers}) => ({method, url, bytes, names: Object.keys(headers).sort(), length: JSON.stringify(headers).length}));

/// What a picture to scan says, read by another program than drew it, from the pixels on the screen.
export async function scanned(page, selector) {
  const element = await page.waitForSelector(selector, {visible: true}), folder = mkdtempSync(join(tmpdir(), 'karuna-picture-'));
  try {
    await element.screenshot({path: join(folder, 'picture.png')});
    return execFileSync('zbarimg', ['--quiet', '--raw', join(folder, 'picture.png')], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } finally {
    rmSync(folder, {recursive: true});
  }
}
