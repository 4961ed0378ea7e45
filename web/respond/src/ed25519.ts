// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032) in whole numbers, because not every browser has it. Verified as libsodium does: S < L, A canonical, A and R not of small order, no cofactor.
// Those are asked here whatever a browser thinks of them; the equation itself is left to the browser where it has Ed25519, some forty times faster.
// Not in constant time: it runs on the device of the person whose secret it is.
import {type Bytes, fromHex, hex, join} from './bytes.ts';
import {sha512} from './hash.ts';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a: bigint, m = P): bigint => ((a % m) + m) % m;

export function power(base: bigint, exponent: bigint, m: bigint): bigint {
  let out = 1n;
  for (base = mod(base, m); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) out = (out * base) % m;
    base = (base * base) % m;
  }
  return out;
}
const inverse = (a: bigint): bigint => power(a, P - 2n, P);
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;   // -121665 / 121666

/// x = X/Z, y = Y/Z, T = XY/Z.
type Point = readonly [X: bigint, Y: bigint, Z: bigint, T: bigint];
const ZERO: Point = [0n, 1n, 1n, 0n];

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(2n * t1 * D * t2), d = mod(2n * z1 * z2);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar: bigint, point: Point): Point {
  let out = ZERO;
  for (; scalar > 0n; scalar >>= 1n) {
    if (scalar & 1n) out = add(out, point);
    point = add(point, point);
  }
  return out;
}

const little = (bytes: Bytes): bigint => BigInt(`0x${hex(bytes.slice().reverse())}`);
const fromLittle = (value: bigint): Bytes => fromHex(value.toString(16).padStart(64, '0')).reverse();

function encode([x, y, z]: Point): Bytes {
  const i = inverse(z);
  return fromLittle(mod(y * i) | ((mod(x * i) & 1n) << 255n));
}

/// RFC 8032 5.1.3; nothing where no point has this encoding. y is reduced: whether it was canonical is asked apart.
function decode(bytes: Bytes): Point | undefined {
  const all = little(bytes), odd = all >> 255n, y = mod(all & (2n ** 255n - 1n));
  const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n, P));
  if (mod(v * x * x) === mod(-u)) x = mod(x * power(2n, (P - 1n) / 4n, P));   // the root of -1
  else if (mod(v * x * x) !== u) return undefined;
  if (x === 0n && odd) return undefined;
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

let base: Point | undefined;
const timesBase = (scalar: bigint): Point => times(scalar, (base ??= decode(fromLittle(mod(4n * inverse(5n)))) ?? ZERO));

/// By y alone: 1 and -1 are of order 1 and 2, 0 of order 4; of order 8 are those whose double has y = 0, which is x^2 = -y^2, and on the curve D y^4 + 2 y^2 = 1.
function ofSmallOrder(bytes: Bytes): boolean {
  const y = mod(little(bytes) & (2n ** 255n - 1n)), yy = y * y;
  return mod(y * (yy - 1n) * (D * yy * yy + 2n * yy - 1n)) === 0n;
}

export interface SigningKey {
  readonly scalar: bigint;
  readonly prefix: Bytes;
  readonly publicKey: Bytes;
}

export async function signingKey(seed: Bytes): Promise<SigningKey> {
  const wide = await sha512(seed);
  const scalar = (little(wide.slice(0, 32)) & (2n ** 254n - 8n)) | 2n ** 254n;
  return {scalar, prefix: wide.slice(32), publicKey: encode(timesBase(scalar))};
}

export async function sign(key: SigningKey, message: Bytes): Promise<Bytes> {
  const r = mod(little(await sha512(key.prefix, message)), L);
  const R = encode(timesBase(r));
  const k = mod(little(await sha512(R, key.publicKey, message)), L);
  return join(R, fromLittle(mod(r + k * key.scalar, L)));
}

export async function verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const R = signature.slice(0, 32), S = little(signature.slice(32));
  if (S >= L || (little(publicKey) & (2n ** 255n - 1n)) >= P || ofSmallOrder(publicKey) || ofSmallOrder(R)) return false;
  try {
    return await crypto.subtle.verify('Ed25519', await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']), signature, message);
  } catch {
    return holds(publicKey, message, R, S);
  }
}

/// Whether S B = R + k A.
async function holds(publicKey: Bytes, message: Bytes, R: Bytes, S: bigint): Promise<boolean> {
  const A = decode(publicKey);
  if (!A) return false;
  const k = mod(little(await sha512(R, publicKey, message)), L);
  const minus: Point = [mod(-A[0]), A[1], A[2], mod(-A[3])];
  return hex(encode(add(timesBase(S), times(k, minus)))) === hex(R);
}
