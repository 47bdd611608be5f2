import { isObject, type JsonObject, own } from '@zk-income/credential';
import {
  isIssuerIdentifier,
  isSecureUrl,
  OpenidError,
  optionalString,
  requireObject,
  requireString,
  requireStrings,
  requireThat,
  withoutUndefined,
} from '../messages/index.js';
import { PRE_AUTHORIZED_CODE_GRANT } from './names.js';
import { MAX_TX_CODE_DESCRIPTION, type TransactionCode } from './offer.js';

/**
 * What a wallet reads from an offer with a pre-authorized code. Nothing in it is authenticated (section 13.5): the person
 * decides whether they expect something from this issuer.
 */
export interface ReceivedOffer {
  readonly issuer: string;
  readonly configurationIds: readonly string[];
  readonly preAuthorizedCode: string;
  /** Present where the person must enter a code. */
  readonly txCode?: TransactionCode;
  /** The authorization server that the offer suggests. */
  readonly authorizationServer?: string;
}

const INVALID = 'invalid_credential_offer';
const MAX_OFFER_CHARACTERS = 16_384;

/** The parameters of an offer URI or link. The fragment of a link takes the place of its query. */
function parametersOf(text: string): URLSearchParams {
  requireThat(text.length <= MAX_OFFER_CHARACTERS && URL.canParse(text), INVALID, 'The offer is not a URI.');
  const { hash, search } = new URL(text);
  return new URLSearchParams(hash === '' ? search : hash.slice(1));
}

/**
 * Reads the URI of an offer, or a link with an offer in its fragment (section 4.1).
 *
 * @returns the offer, or the https URL from which it is fetched and then read by {@link readCredentialOffer}
 * @throws OpenidError `invalid_credential_offer`
 */
export function parseCredentialOffer(uriOrLink: string): ReceivedOffer | { readonly offerUri: string } {
  const parameters = parametersOf(uriOrLink);
  const [values, references] = [
    parameters.getAll('credential_offer'),
    parameters.getAll('credential_offer_uri'),
  ];
  requireThat(values.length + references.length === 1, INVALID, 'Expected one offer.');
  const [offerUri] = references;
  if (offerUri === undefined) return readCredentialOffer(parse(values[0]!));
  requireThat(isSecureUrl(offerUri), INVALID, 'credential_offer_uri: expected an https URL.');
  return { offerUri };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OpenidError(INVALID, 'The offer is not JSON.');
  }
}

/**
 * Reads a credential offer with a pre-authorized code. Unknown parameters are ignored (section 4.1.1).
 *
 * @throws OpenidError `invalid_credential_offer`
 */
export function readCredentialOffer(json: unknown): ReceivedOffer {
  const offer = requireObject(json, 'The offer', INVALID);
  const issuer = requireString(offer, 'credential_issuer', INVALID);
  requireThat(isIssuerIdentifier(issuer), INVALID, 'credential_issuer: expected an https URL.');
  const configurationIds = requireStrings(offer, 'credential_configuration_ids', INVALID);
  requireThat(
    configurationIds.length > 0 && new Set(configurationIds).size === configurationIds.length,
    INVALID,
    'credential_configuration_ids: expected unique strings, and at least one.',
  );
  const grants = own(offer, 'grants');
  const grant = isObject(grants) ? own(grants, PRE_AUTHORIZED_CODE_GRANT) : undefined;
  requireThat(
    isObject(grant),
    INVALID,
    'grants: expected a pre-authorized code. Other grants are not supported.',
  );
  return withoutUndefined({
    issuer,
    configurationIds,
    preAuthorizedCode: requireString(grant, 'pre-authorized_code', INVALID),
    txCode: Object.hasOwn(grant, 'tx_code')
      ? readTxCode(requireObject(grant.tx_code, 'tx_code', INVALID))
      : undefined,
    authorizationServer: optionalString(grant, 'authorization_server', INVALID),
  }) as ReceivedOffer;
}

function readTxCode(txCode: JsonObject): TransactionCode {
  const { length } = txCode;
  requireThat(
    length === undefined || (Number.isSafeInteger(length) && (length as number) > 0),
    INVALID,
    'tx_code.length: expected a positive integer.',
  );
  const mode = optionalString(txCode, 'input_mode', INVALID);
  requireThat(
    mode === undefined || mode === 'numeric' || mode === 'text',
    INVALID,
    'tx_code.input_mode is unknown.',
  );
  const description = optionalString(txCode, 'description', INVALID);
  requireThat(
    (description?.length ?? 0) <= MAX_TX_CODE_DESCRIPTION,
    INVALID,
    `tx_code.description: expected at most ${MAX_TX_CODE_DESCRIPTION} characters.`,
  );
  return withoutUndefined({ length, input_mode: mode, description }) as TransactionCode;
}
