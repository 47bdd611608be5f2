import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** A request that the landlord's page has created. The link is a secret of landlord and tenant. */
export interface ListedRequest {
  readonly id: string;
  readonly statusId?: string;
  readonly createdAt: string;
  readonly title: string;
  readonly template: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly walletLink?: string;
  readonly link?: string;
}

/** An offer that the payroll page has created. Its link and its transaction code are not kept. */
export interface ListedOffer {
  readonly id: string;
  readonly createdAt: string;
  readonly name: string;
}

interface Content {
  readonly requests: readonly ListedRequest[];
  readonly offers: readonly ListedOffer[];
}

/**
 * What the pages list: the services have no lists of what a client has created. In production this is in the operator's own
 * database. The file is readable for this user only.
 */
export class Lists {
  private content: Content;

  constructor(private readonly file: string) {
    this.content = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Content)
      : { requests: [], offers: [] };
    if (existsSync(file)) chmodSync(file, 0o600);
  }

  /** The latest first. */
  get requests(): readonly ListedRequest[] {
    return this.content.requests;
  }

  get offers(): readonly ListedOffer[] {
    return this.content.offers;
  }

  addRequest(request: ListedRequest): void {
    this.write({ ...this.content, requests: [request, ...this.without(this.content.requests, request.id)] });
  }

  removeRequest(id: string): void {
    this.write({ ...this.content, requests: this.without(this.content.requests, id) });
  }

  addOffer(offer: ListedOffer): void {
    this.write({ ...this.content, offers: [offer, ...this.without(this.content.offers, offer.id)] });
  }

  removeOffer(id: string): void {
    this.write({ ...this.content, offers: this.without(this.content.offers, id) });
  }

  private without<Item extends { readonly id: string }>(items: readonly Item[], id: string): readonly Item[] {
    return items.filter((item) => item.id !== id);
  }

  private write(content: Content): void {
    const draft = `${this.file}.new`;
    rmSync(draft, { force: true });
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
    renameSync(draft, this.file);
    this.content = content;
  }
}
