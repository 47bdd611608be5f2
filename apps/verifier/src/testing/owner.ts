import { examplePolicy } from '@zk-income/credential';
import request, { type Test } from 'supertest';
import type { WalletService } from './wallet-service.js';

/** The members of a response of POST /requests that tests use. */
export interface CreatedLinks {
  readonly id: string;
  readonly nonce: string;
  readonly wallet_link: string;
  readonly link: string;
  readonly status_id: string;
}

export const DISCLOSURE_POLICY = {
  ...examplePolicy,
  predicates: [],
  disclose: ['given_name', 'family_name'],
} as const;

/** An API client that makes requests and reads the answers. */
export class Owner {
  constructor(
    private readonly service: WalletService,
    private readonly client: 'landlord' | 'bank' | 'acme' = 'landlord',
  ) {}

  post(body: object, headers: Readonly<Record<string, string>> = {}): Test {
    return this.call('post', '/requests')
      .set(headers)
      .send({ policy: examplePolicy, ...body });
  }

  async create(wallet?: object, changes: object = {}): Promise<CreatedLinks> {
    return (await this.post({ ...(wallet && { wallet }), ...changes }).expect(201)).body;
  }

  createDisclosure(changes: object = {}): Promise<CreatedLinks> {
    return this.create({ mode: 'disclosure', ...changes }, { policy: DISCLOSURE_POLICY });
  }

  get({ id }: Pick<CreatedLinks, 'id'>): Test {
    return this.call('get', `/requests/${id}`);
  }

  async view(created: Pick<CreatedLinks, 'id'>) {
    return (await this.get(created).expect(200)).body;
  }

  delete({ id }: Pick<CreatedLinks, 'id'>): Test {
    return this.call('delete', `/requests/${id}`);
  }

  redeem({ id }: Pick<CreatedLinks, 'id'>, code: string): Test {
    return this.call('post', `/requests/${id}/redeem`).send({ response_code: code });
  }

  /** What anyone may read. */
  status(statusId: string): Test {
    return request(this.service.app.getHttpServer()).get(`/requests/status/${statusId}`);
  }

  private call(method: 'get' | 'post' | 'delete', path: string): Test {
    const { app, clients } = this.service;
    return request(app.getHttpServer())[method](path).set('authorization', `Bearer ${clients[this.client]}`);
  }
}
