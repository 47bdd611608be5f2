import type { IssuerClient, IssuerSchemas } from '@zk-income/client';
import { ATTRIBUTES, COUNTRIES, ID_TYPES, lastTwelveMonths } from '@zk-income/credential';
import type { FastifyInstance } from 'fastify';
import { bodyOf, textOf } from './body.js';
import type { Lists } from './lists.js';
import { PortalError } from './problems.js';
import type { ServiceAccess } from './settings.js';

/** As long as an offer may be: a link by post arrives in time. */
const OFFER_SECONDS = 72 * 3600;

interface Payroll {
  readonly issuer: IssuerClient;
  readonly lists: Lists;
  readonly access: ServiceAccess;
}

type Id = { Params: { id: string } };
const idOf = (id: string) => ({ params: { path: { id } } });

/** The complete months up to the last one: three payslips are what most landlords ask for, twelve what banks do. */
function lastMonths(count: number) {
  const { end } = lastTwelveMonths();
  const [year = 0, month = 0] = end.split('-').map(Number);
  const start = new Date(Date.UTC(year, month - count, 1)).toISOString().slice(0, 10);
  return { start, end, pay_periods: { unit: 'month' as const, count } };
}

/** The routes of the payroll page. */
export function payrollRoutes(api: FastifyInstance, { issuer, lists }: Payroll): void {
  const listed = (id: string) => {
    const found = lists.offers.find((offer) => offer.id === id);
    if (found === undefined) throw new PortalError('not_found');
    return found;
  };

  /** What a form needs to know. */
  api.get('/payroll', async () => ({
    attributes: [...ATTRIBUTES].map(([name, { unit, meaning, definition }]) => ({
      name,
      unit,
      meaning,
      definition,
    })),
    periods: [lastMonths(3), lastMonths(12)],
    countries: [...COUNTRIES],
    idTypes: [...ID_TYPES],
  }));

  api.get('/offers', async () => ({
    offers: await Promise.all(
      lists.offers.map(async (offer) => ({
        ...offer,
        // Offers are forgotten after 30 days.
        offer: await issuer.get('/offers/{id}', idOf(offer.id)).catch((error) => {
          if (error?.status === 404) return undefined;
          throw error;
        }),
      })),
    ),
  }));

  /** The only answer with link and transaction code: the portal keeps neither. */
  api.post('/offers', async (request) => {
    const body = bodyOf(request.body);
    const name = textOf(body, 'name');
    const offer = bodyOf(body.offer) as unknown as IssuerSchemas['OfferRequest'];
    const created = await issuer.post('/offers', { body: { ...offer, expires_in: OFFER_SECONDS } });
    lists.addOffer({ id: created.id, name, createdAt: new Date().toISOString() });
    return created;
  });

  api.get<Id>('/offers/:id', async ({ params }) => ({
    ...listed(params.id),
    offer: await issuer.get('/offers/{id}', idOf(params.id)),
  }));

  /** Withdraws the offer, and revokes the credentials if a wallet has collected them. */
  api.delete<Id>('/offers/:id', async ({ params }, reply) => {
    await issuer.delete('/offers/{id}', idOf(listed(params.id).id));
    return reply.status(204).send();
  });
}
