// SPDX-License-Identifier: Apache-2.0
// The slip in one line: read back whole, taken apart by hand, and refused where anything in it was altered. Cards: the example of docs/protocol.md.
import './support.ts';
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, it} from 'node:test';
import {ADMISSION, BALLOT, RIGHT} from '../src/ballot.ts';
import {type Bytes, base64url, random, same} from '../src/bytes.ts';
import {readCard} from '../src/card.ts';
import {keyOf, prefixOf} from '../src/code.ts';
import {readShortSlip, shortSlip} from '../src/short_slip.ts';
import {type Slip, readSlip, writeSlip} from '../src/slip.ts';

const wave = random(16), code = random(32);
const token = async (kind: number, cell: number) => ({pk: (await keyOf(code, wave, kind, BALLOT, cell)).publicKey, prefix: await prefixOf(code, wave, kind, BALLOT, cell), signature: random(256)});
const drawn = async (): Promise<Slip> => ({wave, code, lastSeq: -1, cell: {cell: 70_000, label: 'Pflege, Süd', eligible: 41, teams: 3}, tokens: {right: await token(RIGHT, 70_000), admission: await token(ADMISSION, 0)}});

describe('the slip in one line', () => {
  it('is read back as it was written', async () => {
    const slip = await drawn();
    for (const one of [slip, {...slip, lastSeq: 17, last: {hAns: random(32), blob: random(32)}}, {wave, code, lastSeq: -1} as Slip])
      assert.equal(await writeSlip(await readShortSlip(await shortSlip(one))), await writeSlip(one));
  });

  it('has the fields of the manual, and a check over all of them', async () => {
    const slip = await drawn(), bytes = Buffer.from(await shortSlip(slip), 'base64url'), label = Buffer.from('Pflege, Süd');
    assert.deepEqual([bytes[0], bytes[1]], [1, 1]);
    assert.ok(bytes.subarray(2, 18).equals(wave) && bytes.subarray(18, 50).equals(code));
    assert.deepEqual([bytes.readUInt32BE(50), bytes.readUInt16BE(54), bytes.readUInt32BE(56), bytes.readUInt32BE(60), bytes[64]], [0, 3, 70_000, 41, label.length]);
    assert.ok(bytes.subarray(65, 65 + label.length).equals(label));
    assert.equal(bytes.length, 65 + label.length + 512 + 4);
    const check = createHash('sha256').update('KARUNA-SLIP-v1').update(bytes.subarray(0, -4)).digest().subarray(0, 4);
    assert.ok(bytes.subarray(-4).equals(check));
  });

  it('counts a ballot that waits as sent, so that the next one stands above it', async () => {
    const waiting = {post: random(99), blob: random(32), hAns: random(32), seq: 33}, read = await readShortSlip(await shortSlip({...(await drawn()), waiting}));
    assert.equal(read.lastSeq, 33);
    assert.ok(read.last && same(read.last.hAns, waiting.hAns as Bytes) && read.last.receipt === undefined);
    assert.equal(read.waiting, undefined);
    assert.equal((await readSlip(await writeSlip(read))).last?.receipt, undefined, 'and so in the file');
  });

  it('is refused where a character was altered, cut off or put in', async () => {
    const line = await shortSlip(await drawn());
    for (let i = 0; i < line.length; i += 7) await assert.rejects(readShortSlip(`${line.slice(0, i)}${line[i] === 'A' ? 'B' : 'A'}${line.slice(i + 1)}`), /BAD_SLIP/, String(i));
    for (const other of ['', 'AA', line.slice(0, -1), line.slice(1), `${line}A`, `${line}AAAA`, line.replace(/^./, '!')]) await assert.rejects(readShortSlip(other), /BAD_SLIP/);
  });

  it('cuts a long name between two characters', async () => {
    const slip = await drawn(), read = await readShortSlip(await shortSlip({...slip, cell: {...slip.cell!, label: 'ü'.repeat(90)}}));
    assert.ok(Buffer.byteLength(read.cell!.label) <= 80);
    assert.match(read.cell!.label, /^ü+…$/);
    assert.equal(base64url(read.tokens!.right.prefix), base64url(slip.tokens!.right.prefix));
  });
});

describe('the code of a card', () => {
  it('fits its check, in whatever way it is typed or scanned', () => {
    for (const typed of ['04HM-ASW9-NF6Y-Y41Z', '04hm asw9 nf6y y41z', 'o4hmasw9nf6yy4lz', 'https://answer.example/#card=04HM-ASW9-NF6Y-Y41Z']) assert.equal(readCard(typed), '04HMASW9NF6YY41Z', typed);
    assert.equal(readCard('0000-0000-0000-0000'), '0000000000000000');
  });
  it('is not taken with one character mistyped, or two neighbours exchanged', () => {
    const code = '04HMASW9NF6YY41Z', all = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    for (let i = 0; i < code.length; i += 1) {
      for (const other of all) if (other !== code[i]) assert.equal(readCard(code.slice(0, i) + other + code.slice(i + 1)), undefined);
      if (i > 0 && code[i] !== code[i - 1]) assert.equal(readCard(code.slice(0, i - 1) + code[i] + code[i - 1] + code.slice(i + 1)), undefined);
    }
    for (const other of ['', '04HM', `${code}0`, 'UUUU-UUUU-UUUU-UUUU']) assert.equal(readCard(other), undefined);
  });
});
