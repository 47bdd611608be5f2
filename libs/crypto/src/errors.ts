/**
 * Why an operation failed or a proof was rejected. Codes are stable; messages are not.
 *
 * - `InvalidBitSize`: bits is not 8, 16, 32 or 64
 * - `InvalidAggregation`: the number of values or commitments is not 1, 2, 4, 8 or 16; for a proof of equality not 2 to 16,
 *   for one of a difference not 2
 * - `WrongNumberOfBlindings`: the numbers of blindings and values differ
 * - `ValueOutOfRange`: a value is outside [0, 2^bits)
 * - `EqualValues`: the two values of a proof of difference are equal
 * - `InvalidScalar`: a blinding is not 32 bytes, or not canonical mod ℓ
 * - `InvalidPoint`: not a canonical group element, or the identity where the protocol forbids it
 * - `FormatError`: the proof has the wrong length or contains a scalar that is not canonical
 * - `InvalidTranscript`: not a `Transcript`, or an invalid label or message
 * - `EngineUnavailable`: the backend could not be loaded, for example for lack of memory, or is not supported
 * - `TooManyTerms`: a linear combination has more than 1,024 terms
 * - `TooManyClaims`: a batch has more than 65,536 claims
 * - `VerificationError`: the proof is well-formed, but not a valid proof of the statement
 */
export type RangeProofErrorCode =
  | 'InvalidBitSize'
  | 'InvalidAggregation'
  | 'WrongNumberOfBlindings'
  | 'ValueOutOfRange'
  | 'EqualValues'
  | 'InvalidScalar'
  | 'InvalidPoint'
  | 'FormatError'
  | 'InvalidTranscript'
  | 'EngineUnavailable'
  | 'TooManyTerms'
  | 'TooManyClaims'
  | 'VerificationError';

/**
 * The error that this library throws for every invalid input and every invalid proof.
 *
 * @example
 * try {
 *   verifyRange(claim);
 * } catch (error) {
 *   if (error instanceof RangeProofError) console.log(error.code); // 'VerificationError'
 * }
 */
export class RangeProofError extends Error {
  override readonly name = 'RangeProofError';

  constructor(
    readonly code: RangeProofErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
