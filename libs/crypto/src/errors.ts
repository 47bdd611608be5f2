/**
 * Why a proof, or a call, was refused. Codes are stable; messages are not.
 *
 * - `InvalidBitSize`: bits is none of 8, 16, 32, 64
 * - `InvalidAggregation`: the number of values or commitments is not 1, 2, 4, 8 or 16
 * - `WrongNumberOfBlindings`: not one blinding a value
 * - `ValueOutOfRange`: a value is not in [0, 2^bits)
 * - `InvalidScalar`: a blinding is not 32 bytes, or not canonical mod ℓ
 * - `InvalidPoint`: not a canonical group element, or the identity where the protocol forbids it
 * - `FormatError`: a proof of the wrong length, or with a scalar that is not canonical
 * - `InvalidTranscript`: no transcript, or something that can't be appended to one
 * - `EngineUnavailable`: an engine was asked for that the platform can't run
 * - `VerificationError`: a well-formed proof of something else, or of nothing
 */
export type RangeProofErrorCode =
  | 'InvalidBitSize'
  | 'InvalidAggregation'
  | 'WrongNumberOfBlindings'
  | 'ValueOutOfRange'
  | 'InvalidScalar'
  | 'InvalidPoint'
  | 'FormatError'
  | 'InvalidTranscript'
  | 'EngineUnavailable'
  | 'VerificationError';

/** The one error type of this library for whatever is wrong with its input. */
export class RangeProofError extends Error {
  override readonly name = 'RangeProofError';

  constructor(
    readonly code: RangeProofErrorCode,
    message: string,
  ) {
    super(message);
  }
}
