import {
  type Choice,
  type CredentialSummary,
  type Explanation,
  explainDisclosure,
  explainRequest,
  type RequestDescription,
  type ShownCredential,
} from '@zk-income/holder';

/** What the person is told about a request, for the credentials that they chose. */
export function explanationOf(
  request: RequestDescription,
  { credentials: chosen, alternative }: Choice,
  summaries: readonly CredentialSummary[],
): Explanation {
  const shown = Object.fromEntries(
    Object.entries(chosen).flatMap(([id, stored]) => {
      const found = summaries.find((one) => one.id === stored);
      return found === undefined ? [] : [[id, shownOf(found)]];
    }),
  );
  if (request.policy === undefined) {
    const claims = request.discloses as Parameters<typeof explainDisclosure>[0]['claims'];
    return explainDisclosure({ claims }, Object.values(shown)[0]);
  }
  return explainRequest(request.policy, {
    credentials: shown,
    ...(alternative !== undefined && { alternative }),
  });
}

const shownOf = ({ issuer: { iss, name }, period, attributes }: CredentialSummary): ShownCredential => ({
  issuer: { iss, ...(name !== undefined && { name }) },
  period,
  attributes,
});
