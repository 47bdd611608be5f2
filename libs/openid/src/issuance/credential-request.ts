import { isObject, MAX_HOLDER_KEYS, own } from '@zk-income/credential';
import { OpenidError, optionalString, requireObject, requireThat } from '../messages/index.js';
import { CREDENTIAL_CONFIGURATION_ID, OPENINGS_PARAMETER } from './names.js';

/** A credential request (section 8.2), whose proofs are not yet verified. */
export interface CredentialRequest {
  /** Key proofs of the type `jwt`, one for each credential instance. */
  readonly proofs: readonly string[];
  /** Whether the wallet asks for the openings of the commitments too. */
  readonly wantsOpenings: boolean;
}

export interface CredentialRequestOptions {
  /** The most credential instances of one request; by default what the metadata says. */
  readonly batchSize?: number;
}

const INVALID = 'invalid_credential_request';

/**
 * Reads a credential request. Unknown parameters are ignored.
 *
 * @throws OpenidError `invalid_credential_request`, `unknown_credential_configuration`,
 * `unknown_credential_identifier`, `invalid_proof`, `invalid_encryption_parameters`
 */
export function parseCredentialRequest(
  json: unknown,
  { batchSize = MAX_HOLDER_KEYS }: CredentialRequestOptions = {},
): CredentialRequest {
  const request = requireObject(json, 'The credential request', INVALID);
  const configuration = optionalString(request, 'credential_configuration_id', INVALID);
  const identifier = optionalString(request, 'credential_identifier', INVALID);
  requireThat(
    (configuration === undefined) !== (identifier === undefined),
    INVALID,
    'Expected either credential_configuration_id or credential_identifier.',
  );
  // Token responses here have no identifiers.
  requireThat(
    identifier === undefined,
    'unknown_credential_identifier',
    'No credential identifier was issued. Use credential_configuration_id.',
  );
  requireThat(
    configuration === CREDENTIAL_CONFIGURATION_ID,
    'unknown_credential_configuration',
    `The only credential configuration is ${CREDENTIAL_CONFIGURATION_ID}.`,
  );
  requireThat(
    !Object.hasOwn(request, 'credential_response_encryption'),
    'invalid_encryption_parameters',
    'Encrypted credential responses are not supported.',
  );
  const wantsOpenings = Object.hasOwn(request, OPENINGS_PARAMETER) ? own(request, OPENINGS_PARAMETER) : false;
  requireThat(typeof wantsOpenings === 'boolean', INVALID, `${OPENINGS_PARAMETER}: expected a boolean.`);
  return { proofs: readProofs(own(request, 'proofs'), batchSize), wantsOpenings };
}

function readProofs(value: unknown, batchSize: number): readonly string[] {
  const reject = (detail: string): never => {
    throw new OpenidError('invalid_proof', `proofs: ${detail}`);
  };
  if (!isObject(value)) return reject('expected an object.');
  const types = Object.keys(value);
  if (types.length !== 1 || types[0] !== 'jwt') return reject('expected the proof type jwt and no other.');
  const { jwt } = value;
  if (!Array.isArray(jwt) || jwt.length === 0 || !jwt.every((proof) => typeof proof === 'string'))
    return reject('expected a list of JWTs that is not empty.');
  return jwt.length <= batchSize ? jwt : reject(`expected at most ${batchSize}.`);
}
