// Recodings of scalars as signed digits.
import { SCALAR_ORDER } from './constants.generated';
import { SCALAR_WORK } from './memory';
import { montgomeryMultiply, SCALAR, toWords } from './scalar';
import { SCALAR_UNIT } from './constants.generated';

const WORDS: usize = SCALAR_WORK + 144; // four words and two zeros
const ODD: usize = SCALAR_WORK + 208;

/** Digits of a scalar in `recodeSignedOdd`: 52 digits of 5 bits. */
export const DIGITS: usize = 52;

/**
 * Recodes n scalars as 52 digits u each (one byte, 0…31), which represent the odd numbers 2u − 31:
 * k = Σ (2uⱼ − 31)·32^j. An even k is first made odd by adding ℓ. Constant-time.
 *
 * The last digit represents 1 for every k below 2^256, so u = 16.
 */
export function recodeSignedOdd(out: usize, scalars: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    montgomeryMultiply(ODD, scalars + SCALAR * i, SCALAR_UNIT);
    const even = (load<u32>(ODD) & 1) - 1;
    let c: u64 = 0;
    for (let j: usize = 0; j < 36; j += 4) {
      c += <u64>load<u32>(ODD + j) + <u64>(load<u32>(SCALAR_ORDER + j) & even);
      store<u32>(ODD + j, <u32>(c & 0x1fffffff));
      c >>= 29;
    }
    const digits = out + DIGITS * i;
    for (let j: usize = 0; j < DIGITS - 1; j++) {
      const bit = j * 5 + 1;
      const limb = bit / 29;
      const two = <u64>load<u32>(ODD + 4 * limb) | (limb < 8 ? <u64>load<u32>(ODD + 4 * limb, 4) << 29 : 0);
      store<u8>(digits + j, <u8>((two >> (bit - 29 * limb)) & 31));
    }
    store<u8>(digits + DIGITS - 1, 16);
  }
}

/** Writes the words of a scalar for the variable-time recodings; returns their address. */
export function loadWords(scalar: usize): usize {
  toWords(WORDS, scalar);
  store<u64>(WORDS, 0, 32);
  store<u64>(WORDS, 0, 40);
  return WORDS;
}

/**
 * Recodes n scalars as signed digits of c bits, |digit| ≤ 2^(c−1), two bytes each: digit w of scalar i
 * is at out + 2·(w·n + i). windows·c ≥ 253, c ≤ 15. Public data only.
 *
 * 253 bits suffice, though the highest digit may then reach 2^(c−1). That happens only for a scalar from
 * 2^252 to 2^252 + 2^125, whose next lower digit is 0 and produces no carry.
 */
export function signedWindowsVarTime(out: usize, scalars: usize, n: usize, c: usize, windows: usize): void {
  const full: i32 = 1 << <i32>c;
  for (let i: usize = 0; i < n; i++) {
    const words = loadWords(scalars + SCALAR * i);
    let carry: i32 = 0;
    for (let w: usize = 0; w < windows; w++) {
      const bit = w * c;
      const word = bit >> 6;
      const shift = bit & 63;
      let x: u64 = 0;
      if (word < 4) {
        x = load<u64>(words + 8 * word) >> shift;
        if (shift + c > 64) x |= load<u64>(words + 8 * word, 8) << (64 - shift);
      }
      let digit = <i32>(x & <u64>(full - 1)) + carry;
      carry = <i32>(digit > full >> 1);
      if (carry) digit -= full;
      store<i16>(out + 2 * (w * n + i), <i16>digit);
    }
  }
}
