import {
  ATTRIBUTE_VALUE,
  BASE64URL_32_BYTES,
  CURRENCY_CODE,
  NAME,
  PAY_PERIOD_UNITS,
  PERSONAL_CLAIMS,
  REQUIRED_MEMBERS,
  VCT,
  type Words,
} from '@zk-income/credential';
import { type ClaimDescription, inLanguages, OPENING_CLAIMS, SHOWN_CLAIMS } from './claims.js';

export const CREDENTIAL_NAME: Words = { en: 'Income credential', de: 'Einkommensnachweis' };

export const CREDENTIAL_DESCRIPTION: Words = {
  en: 'Proves statements about an income without showing it.',
  de: 'Beweist Aussagen über ein Einkommen, ohne es zu zeigen.',
};

/** Members that are always disclosed and that no wallet shows, because they say nothing to people. */
const HIDDEN_MEMBERS = REQUIRED_MEMBERS.filter((name) => !SHOWN_CLAIMS.some(({ path }) => path[0] === name));

const describeClaim = ({ path, words, mandatory, isDisclosable }: ClaimDescription) => ({
  path,
  display: inLanguages((language) => ({ label: words[language] })),
  mandatory,
  sd: isDisclosable ? 'always' : 'never',
});

/**
 * The type metadata of the credential type `VCT` (SD-JWT VC, section 5). The type is a URN, so that wallets get the
 * document from the issuer and not by the type.
 */
export const credentialTypeMetadata = () => ({
  vct: VCT,
  name: CREDENTIAL_NAME.en,
  description:
    'Commitments to amounts of income, by which a holder proves predicates without showing an amount. The openings of the commitments are for the holder only.',
  display: inLanguages((language) => ({
    name: CREDENTIAL_NAME[language],
    description: CREDENTIAL_DESCRIPTION[language],
  })),
  claims: [
    ...SHOWN_CLAIMS.map(describeClaim),
    ...HIDDEN_MEMBERS.map((name) => ({ path: [name], mandatory: true, sd: 'never' })),
    ...OPENING_CLAIMS.map(describeClaim),
  ],
});

const text = { type: 'string' };
const point = { type: 'string', pattern: BASE64URL_32_BYTES.source };
const time = { type: 'integer', minimum: 0 };
const date = { type: 'string', format: 'date' };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});

/** The JSON schema (2020-12) of the claims of a credential, with any of its disclosures. */
export const credentialJsonSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: CREDENTIAL_NAME.en,
  type: 'object',
  required: REQUIRED_MEMBERS,
  properties: {
    iss: { type: 'string', format: 'uri' },
    vct: { const: VCT },
    iat: time,
    exp: time,
    cnf: object({
      jwk: {
        oneOf: [
          object({ kty: { const: 'EC' }, crv: { const: 'P-256' }, x: point, y: point }),
          object({ kty: { const: 'OKP' }, crv: { const: 'Ed25519' }, x: point }),
        ],
      },
    }),
    status: object({ status_list: object({ idx: time, uri: { type: 'string', format: 'uri' } }) }),
    currency: { type: 'string', pattern: CURRENCY_CODE.source },
    period: object(
      {
        start: date,
        end: date,
        pay_periods: object({ unit: { enum: PAY_PERIOD_UNITS }, count: { type: 'integer', minimum: 1 } }),
      },
      ['start', 'end'],
    ),
    commitments: {
      type: 'object',
      required: ['subject'],
      propertyNames: { pattern: NAME.source },
      additionalProperties: point,
    },
    openings: {
      type: 'object',
      propertyNames: { pattern: NAME.source },
      additionalProperties: object({
        value: { type: 'string', pattern: ATTRIBUTE_VALUE.source },
        blinding: point,
      }),
    },
    ...Object.fromEntries([...PERSONAL_CLAIMS, 'source_id'].map((name) => [name, text])),
  },
});
