import type { VerifierClient, VerifierSchemas } from '@zk-income/client';
import { describePolicy, expandTemplate } from '@zk-income/credential';
import type { FastifyInstance } from 'fastify';
import { bodyOf, textOf } from './body.js';
import type { Lists } from './lists.js';
import { PortalError } from './problems.js';
import { readReceipt } from './receipt.js';
import { receiptPdf } from './receipt-pdf.js';
import type { ServiceAccess } from './settings.js';

/** A landlord sends the link to a tenant, who answers within days. */
const REQUEST_SECONDS = 7 * 86_400;

interface Landlord {
  readonly verifier: VerifierClient;
  readonly lists: Lists;
  readonly access: ServiceAccess;
}

type Id = { Params: { id: string } };
const idOf = (id: string) => ({ params: { path: { id } } });

/** The routes of the landlord's page. */
export function landlordRoutes(api: FastifyInstance, { verifier, lists }: Landlord): void {
  /** Only requests that this portal has created. */
  const listed = (id: string) => {
    const found = lists.requests.find((request) => request.id === id);
    if (found === undefined) throw new PortalError('not_found');
    return found;
  };
  const contentOf = async ({ receipt, transaction_data }: VerifierSchemas['RequestView']) => {
    if (receipt === undefined) return undefined;
    const { keys } = await verifier.get('/.well-known/jwks.json');
    return readReceipt(receipt, keys, transaction_data);
  };
  const view = async (id: string) => {
    const entry = listed(id);
    const request = await verifier.get('/requests/{id}', idOf(id));
    return { ...entry, request, receipt: (await contentOf(request))?.content };
  };

  api.get('/templates', () => verifier.get('/policy-templates'));

  /** What a request would ask, in words, before it is created. */
  api.post('/preview', async (request) => {
    const { template, parameters } = bodyOf(request.body);
    const policy = expandTemplate(template, parameters);
    const people = Object.entries(policy.people ?? {}).map(([id, credentials]) => ({ id, credentials }));
    const statements =
      people.length > 0 ? people.flatMap((person) => describePolicy(policy, person)) : describePolicy(policy);
    // What two people are both asked is said once.
    return { statements: [...new Map(statements.map((words) => [words.en, words])).values()] };
  });

  api.get('/requests', async () => ({ requests: lists.requests }));

  api.post('/requests', async (request) => {
    const body = bodyOf(request.body);
    const title = textOf(body, 'title');
    const purpose = textOf(body, 'purpose');
    const legalBasis = textOf(body, 'legal_basis');
    const template = textOf(body, 'template') as VerifierSchemas['PolicyTemplate']['id'];
    const created = await verifier.post('/requests', {
      body: {
        template: template as VerifierSchemas['CreateRequest']['template'],
        parameters: { ...bodyOf(body.parameters), purpose },
        expires_in: REQUEST_SECONDS,
      },
    });
    const { id, status_id, wallet_link, link } = created;
    lists.addRequest({
      ...{ id, title, template, purpose, legalBasis, createdAt: new Date().toISOString() },
      ...(status_id !== undefined && { statusId: status_id }),
      ...(wallet_link !== undefined && { walletLink: wallet_link }),
      ...(link !== undefined && { link }),
    });
    return view(id);
  });

  api.get<Id>('/requests/:id', ({ params }) => view(params.id));

  /** What the page asks every few seconds: it costs the verifier little. */
  api.get<Id>('/requests/:id/status', async ({ params }) => {
    const { statusId } = listed(params.id);
    if (statusId === undefined) {
      const { state } = await verifier.get('/requests/{id}', idOf(params.id));
      return { state: state === 'pending' ? 'open' : state === 'expired' ? 'gone' : 'done' };
    }
    return verifier.get('/requests/status/{statusId}', { params: { path: { statusId } } });
  });

  /** The receipt, verified, for the landlord's file. */
  const receiptOf = async (id: string) => {
    const entry = listed(id);
    const request = await verifier.get('/requests/{id}', idOf(id));
    const receipt = await contentOf(request);
    if (receipt === undefined) throw new PortalError('receipt_missing');
    return { entry, request, receipt };
  };

  api.get<Id>('/requests/:id/receipt.json', async ({ params }) => {
    const { entry, request, receipt } = await receiptOf(params.id);
    return {
      ...{ title: entry.title, purpose: entry.purpose, legal_basis: entry.legalBasis },
      policy: request.policy,
      content: receipt.content,
      receipt: receipt.jwt,
    };
  });

  api.get<Id & { Querystring: { language?: string } }>(
    '/requests/:id/receipt.pdf',
    async ({ params, query }, reply) => {
      const { entry, receipt } = await receiptOf(params.id);
      const language = query.language === 'de' ? 'de' : 'en';
      const pdf = await receiptPdf({ ...receipt, entry, language });
      return reply.type('application/pdf').send(pdf);
    },
  );

  api.delete<Id>('/requests/:id', async ({ params }, reply) => {
    const { id } = listed(params.id);
    await verifier.delete('/requests/{id}', idOf(id)).catch((error) => {
      // It has expired, and the verifier has deleted it.
      if (error?.status !== 404) throw error;
    });
    lists.removeRequest(id);
    return reply.status(204).send();
  });
}
