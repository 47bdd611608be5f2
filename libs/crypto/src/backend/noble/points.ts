import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { concatBytes } from '@noble/curves/utils.js';
import { EncodingError, type PointOperations, type Points } from '../backend.js';

export const RistrettoPoint: typeof ristretto255.Point = ristretto255.Point;
export type RistrettoPoint = InstanceType<typeof RistrettoPoint>;

/** Group elements as points of `@noble/curves`. */
export class NoblePoints implements Points {
  readonly kind = 'points';

  constructor(readonly points: readonly RistrettoPoint[]) {}

  get length(): number {
    return this.points.length;
  }

  static of(points: Points): readonly RistrettoPoint[] {
    return (points as NoblePoints).points;
  }
}

/** One group element derived from 64 uniform bytes (RFC 9496 §4.3.4). */
export const derivePoint = (uniform: Uint8Array): RistrettoPoint =>
  (ristretto255_hasher.deriveToCurve as (bytes: Uint8Array) => RistrettoPoint)(uniform);

function decodePoint(encoding: Uint8Array, index: number): RistrettoPoint {
  try {
    return RistrettoPoint.fromBytes(encoding);
  } catch {
    throw new EncodingError('point', index);
  }
}

export const pointOperations: PointOperations = {
  decodePoints: (bytes) =>
    new NoblePoints(
      Array.from({ length: bytes.length / 32 }, (_, i) =>
        decodePoint(bytes.subarray(32 * i, 32 * i + 32), i),
      ),
    ),

  encodePoints: (points) => concatBytes(...NoblePoints.of(points).map((point) => point.toBytes())),

  derivePointsVarTime: (uniform) =>
    new NoblePoints(
      Array.from({ length: uniform.length / 64 }, (_, i) =>
        derivePoint(uniform.subarray(64 * i, 64 * i + 64)),
      ),
    ),

  isIdentity: (point) => (NoblePoints.of(point)[0] as RistrettoPoint).is0(),
};
