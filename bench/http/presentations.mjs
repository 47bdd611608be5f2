// Distinct valid presentations, each with a separate credential, request and proof.
import { generateJwk } from '../../scripts/generate-jwk.mjs';
import { AUDIENCE } from './services.mjs';

const { CoreEngine, incomePolicy, salaryInput } = await import('../../dist/libs/credential/src/index.js');

/** Maximum number of credential instances per call of the issuer. */
const BATCH_SIZE = 50;

async function issue({ issuerUrl, issuerKey }, keys) {
  const response = await fetch(`${issuerUrl}/issue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${issuerKey}` },
    body: JSON.stringify(
      salaryInput(
        keys.map(({ d, ...publicKey }) => publicKey),
        { claims: undefined },
      ),
    ),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(`POST /issue: ${response.status} ${json.code}`);
  return json.credentials;
}

/** Creates presentations: for each the request as stored, and the body of POST /verify. */
export async function makePresentations(services, count) {
  const holder = new CoreEngine({ holder: { ledger: 'off' } });
  let stored;
  const verifier = new CoreEngine({
    verifier: {
      iss: 'https://verifier.example',
      audience: AUDIENCE,
      requests: {
        create: async (request) => {
          stored = request;
        },
      },
      trust: [],
      documents: {},
      keys: {},
    },
  });
  const presentations = [];
  while (presentations.length < count) {
    const keys = Array.from({ length: Math.min(BATCH_SIZE, count - presentations.length) }, () =>
      generateJwk(),
    );
    for (const [i, credential] of (await issue(services, keys)).entries()) {
      const request = await verifier.createRequest('bench', { policy: incomePolicy(), expires_in: 86_400 });
      const byCredential = await holder.generateProof(request, {
        salary: { credential, holder_key: keys[i] },
      });
      presentations.push({
        stored,
        body: JSON.stringify({ request_id: request.id, presentations: byCredential }),
      });
    }
  }
  return presentations;
}
