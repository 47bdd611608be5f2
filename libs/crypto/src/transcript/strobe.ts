import { utf8ToBytes } from '@noble/hashes/utils.js';
import { currentBackend } from '../backend/select.js';

/** Rate of STROBE-128 in bytes: 200 − 128/4 − 2. */
const RATE = 166;

const FLAG_I = 1;
const FLAG_A = 2;
const FLAG_C = 4;
const FLAG_M = 16;

/**
 * The operations of STROBE-128 (strobe.sourceforge.io, v1.0.2) that Merlin uses: AD, meta-AD, PRF.
 * Its timing depends only on the lengths of the data.
 */
export class Strobe128 {
  private readonly words = new Uint32Array(50);
  private readonly state = new Uint8Array(this.words.buffer);
  private position = 0;
  private operationStart = 0;

  private constructor() {}

  static withLabel(protocolLabel: Uint8Array): Strobe128 {
    const strobe = new Strobe128();
    strobe.state.set([1, RATE + 2, 1, 0, 1, 96]);
    strobe.state.set(utf8ToBytes('STROBEv1.0.2'), 6);
    strobe.permute();
    strobe.metaAd(protocolLabel);
    return strobe;
  }

  clone(): Strobe128 {
    const copy = new Strobe128();
    copy.state.set(this.state);
    copy.position = this.position;
    copy.operationStart = this.operationStart;
    return copy;
  }

  metaAd(data: Uint8Array): void {
    this.startOperation(FLAG_M | FLAG_A);
    this.absorb(data);
  }

  /** Continues the last meta-AD with a number as four bytes, little-endian. */
  continueMetaAdU32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.absorbByte((value >>> shift) & 255);
  }

  ad(data: Uint8Array): void {
    this.startOperation(FLAG_A);
    this.absorb(data);
  }

  prf(length: number): Uint8Array {
    this.startOperation(FLAG_I | FLAG_A | FLAG_C);
    const output = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      output[i] = this.state[this.position] as number;
      this.state[this.position++] = 0;
      if (this.position === RATE) this.runF();
    }
    return output;
  }

  private startOperation(flags: number): void {
    const previousStart = this.operationStart;
    this.operationStart = this.position + 1;
    this.absorbByte(previousStart);
    this.absorbByte(flags);
    if ((flags & FLAG_C) !== 0 && this.position !== 0) this.runF();
  }

  private absorb(data: Uint8Array): void {
    for (let i = 0; i < data.length; i++) this.absorbByte(data[i] as number);
  }

  private absorbByte(byte: number): void {
    this.toggle(this.position++, byte);
    if (this.position === RATE) this.runF();
  }

  private runF(): void {
    this.toggle(this.position, this.operationStart);
    this.toggle(this.position + 1, 0x04);
    this.toggle(RATE + 1, 0x80);
    this.permute();
    this.position = 0;
    this.operationStart = 0;
  }

  private toggle(index: number, byte: number): void {
    this.state[index] = (this.state[index] as number) ^ byte;
  }

  private permute(): void {
    currentBackend().keccakF1600(this.words);
  }
}
