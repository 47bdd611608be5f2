import { expect, test } from '@jest/globals';
import decodeQR from 'qr/decode.js';
import { qrPath } from './qr-code.js';

/** Draws the path, which consists of rectangles one module high, with 8 pixels a module. */
function draw({ path, size }: ReturnType<typeof qrPath>) {
  const scale = 8;
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      const start = (row * width + Number(x) * scale) * 4;
      const end = start + Number(length) * scale * 4;
      for (let at = start; at < end; at++) if (at % 4 !== 3) data[at] = 0;
    }
  }
  return { width, height: width, data };
}

test('a QR code can be read, and has four modules of white around it', () => {
  const link = `openid4vp://?client_id=x509_hash%3A${'a'.repeat(43)}&request_uri=https%3A%2F%2Fverifier.example%2Fr`;
  const code = qrPath(link);
  expect(decodeQR(draw(code))).toBe(link);
  const edges = [...code.path.matchAll(/M(\d+) (\d+)h(\d+)/g)].flatMap(([, x, y, length]) => [
    Number(x),
    Number(y),
    code.size - Number(x) - Number(length),
    code.size - Number(y) - 1,
  ]);
  expect(Math.min(...edges)).toBe(4);
});
