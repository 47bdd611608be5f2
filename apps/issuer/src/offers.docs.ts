import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { exampleIssueInput, type OfferView, type Period } from '@zk-income/credential';
import { ApiJsonBody, ApiJsonResponse, ApiProblems, BODY_PROBLEMS } from '@zk-income/service-kit';
import { CreatedOfferDto, CreateOfferDto, OfferViewDto } from './dto/offer.dto.js';
import { handOut } from './offer-links.js';

const ISSUER = 'https://issuer.example';
const CREATED = {
  id: 'b3rXzUO1m0mYh1cR9b2d5A',
  code: 'b3rXzUO1m0mYh1cR9b2d5A.q1Y0n5m3ZxQd0v7n2wXo8k4rT6yUeI9pLsAfGhJkZxc',
  tx_code: '40728153',
  expires_at: '2026-11-25T12:00:00.000Z',
};

const exampleOfferView: OfferView = {
  id: CREATED.id,
  state: 'issued',
  created_at: '2026-11-24T12:00:00.000Z',
  expires_at: CREATED.expires_at,
  opened_at: '2026-11-24T12:31:00.000Z',
  issued_at: '2026-11-24T12:31:02.000Z',
  batch_size: 10,
  issued: 10,
  notification: { event: 'credential_accepted', at: '2026-11-24T12:31:04.000Z' },
  alerts: [],
};

/** The example bodies of `POST /offers` for a period. */
export function offerExamples(period: Period) {
  const { holder_keys: _keys, ...attested } = { ...exampleIssueInput, period };
  const { claims: _claims, expires_in_days: _days, ...minimal } = attested;
  return {
    salary: { summary: 'A salary, for an hour', value: { ...attested, batch_size: 10, expires_in: 3_600 } },
    minimal: { summary: 'Without claims, with defaults', value: minimal },
    withoutTransactionCode: {
      summary: 'Without a transaction code: for a wallet that the client shows the QR code directly',
      value: { ...minimal, tx_code: false, expires_in: 300 },
    },
  };
}

const OfferId = () =>
  ApiParam({ name: 'id', description: 'The `id` of the offer', example: exampleOfferView.id });

export const CreateOfferDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'createOffer',
      summary: 'Offer credentials, which a wallet collects (OpenID4VCI)',
      description:
        'Validates everything at once and stores it encrypted under the code in the link: the issuer cannot read it before a wallet comes with the code. ' +
        'The first wallet that opens the offer gets the credentials, so send link and transaction code by different channels.',
    }),
    ApiJsonBody(CreateOfferDto, offerExamples(exampleIssueInput.period)),
    ApiJsonResponse(201, CreatedOfferDto, 'What to hand out', {
      example: { value: handOut(CREATED, ISSUER) },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'invalid_input',
      'unknown_attribute',
      'value_out_of_range',
      'unknown_currency',
      'invalid_period',
      'invalid_identity',
      'invalid_contract',
      'invalid_claims',
      'invalid_expiry',
      'source_missing',
      'source_invalid',
      'offers_unsupported',
      'unavailable',
      'internal_error',
    ),
  );

export const GetOfferDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getOffer',
      summary: 'Get the state of an offer',
      description: 'For the client that created it, until 30 days after its expiry.',
    }),
    OfferId(),
    ApiJsonResponse(200, OfferViewDto, 'The offer', { example: { value: exampleOfferView } }),
    ApiProblems('offer_unknown', 'unavailable', 'internal_error'),
  );

export const WithdrawOfferDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'withdrawOffer',
      summary: 'Withdraw an offer',
      description:
        'Wallets cannot collect the credentials any more. If a wallet has collected them, they are revoked, which is final.',
    }),
    OfferId(),
    ApiResponse({ status: 204, description: 'Withdrawn' }),
    ApiProblems('offer_unknown', 'unavailable', 'internal_error'),
  );
