import { faultError } from '../input-faults.js';
import { CREATE_OFFER_INPUT } from '../input-shapes.js';
import { OFFER_BATCH_SIZE, OFFER_EXPIRY_SECONDS } from '../limits.js';
import { assertShape } from '../shape.js';
import type { AttestedInput, CreateOfferInput } from '../types.js';

/** An input of `POST /offers`: what is attested, and how it is handed out. */
export interface ParsedOfferInput {
  readonly attested: AttestedInput;
  readonly batchSize: number;
  readonly hasTxCode: boolean;
  readonly expiresIn: number;
}

/** @throws ProtocolError `invalid_input`, `invalid_expiry`, and those of the shape */
export function parseOfferInput(input: CreateOfferInput): ParsedOfferInput {
  assertShape(input, CREATE_OFFER_INPUT);
  const { batch_size, tx_code, expires_in, ...attested } = input;
  const within = (value: number, { min, max }: { min: number; max: number }) => value >= min && value <= max;
  const batchSize = batch_size ?? OFFER_BATCH_SIZE.default;
  if (!within(batchSize, OFFER_BATCH_SIZE)) {
    const { min, max } = OFFER_BATCH_SIZE;
    throw faultError('invalid_input', 'batch_size', `expected an integer from ${min} to ${max}.`);
  }
  const expiresIn = expires_in ?? OFFER_EXPIRY_SECONDS.default;
  if (!within(expiresIn, OFFER_EXPIRY_SECONDS)) {
    const { min, max } = OFFER_EXPIRY_SECONDS;
    throw faultError(
      'invalid_expiry',
      'expires_in',
      `expected an integer from ${min} to ${max}, in seconds.`,
    );
  }
  return { attested, batchSize, hasTxCode: tx_code ?? true, expiresIn };
}
