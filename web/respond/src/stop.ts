// SPDX-License-Identifier: Apache-2.0
// Why the page does not go on. Each has a sentence of its own in every language.

export type StopName =
  // found by the page itself
  | 'MANIFEST_UNWITNESSED' | 'KEY_NOT_IN_MANIFEST' | 'CELL_TOO_SMALL' | 'SIGNATURE_INVALID' | 'OTHER_BALLOT' | 'LOST_BALLOT' | 'UNFIT_BROWSER' | 'BAD_SLIP' | 'BAD_CODE'
  // said by desk and door
  | 'UNKNOWN_WAVE' | 'WINDOW_CLOSED' | 'BAD_LENGTH' | 'BAD_TOKEN' | 'TOO_MANY' | 'BUSY'
  // nobody answered
  | 'OFFLINE'
  | 'DEFECT';

export class Stop extends Error {
  readonly stop: StopName;
  constructor(stop: StopName, detail = '') {
    super(detail ? `${stop}: ${detail}` : stop);
    this.stop = stop;
  }
}
