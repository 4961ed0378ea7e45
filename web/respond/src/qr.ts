// SPDX-License-Identifier: Apache-2.0
// A slip as a picture to scan. What it says is the address of the page with the slip behind "#", which no server ever gets.
import {generate} from 'lean-qr/nano';
import {app} from './app.ts';
import {svg} from './dom.ts';
import {shortSlip} from './short_slip.ts';
import type {Slip} from './slip.ts';

const QUIET = 4;   // modules of white around it

export const slipAddress = async (slip: Slip): Promise<string> => `${app.stamp.respond}/#slip=${await shortSlip(slip)}`;

/// Black on white in dark mode too: that is what cameras read.
export async function picture(slip: Slip, name: string): Promise<SVGElement> {
  const code = generate(await slipAddress(slip)), whole = code.size + 2 * QUIET;
  let path = '';
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  return svg('svg', {viewBox: `0 0 ${whole} ${whole}`, width: String(3 * whole), role: 'img', 'aria-label': name, class: 'picture', 'shape-rendering': 'crispEdges'},
    svg('rect', {width: String(whole), height: String(whole), fill: '#fff'}), svg('path', {d: path, fill: '#000'}));
}
