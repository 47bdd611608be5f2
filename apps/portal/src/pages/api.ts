import type { IssuerSchemas, VerifierSchemas } from '@zk-income/client';
import type { Words } from '@zk-income/ui';

/** A refusal, with a stable code. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(message);
  }

  /** What is wrong with one member of the body. */
  faultOf(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === `#/${pointer}`)?.detail;
  }
}

async function fetchApi(method: string, path: string, body?: object): Promise<Response> {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: { 'x-portal': '1', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'offline', '');
  });
  if (response.ok) return response;
  const { code = 'unknown', detail = '', errors } = await response.json().catch(() => ({}));
  throw new ApiError(response.status, code, detail, errors);
}

async function call<Data>(method: string, path: string, body?: object): Promise<Data> {
  const response = await fetchApi(method, path, body);
  return response.status === 204 ? (undefined as Data) : ((await response.json()) as Data);
}

export type Template = VerifierSchemas['PolicyTemplate'];
export type Parameter = VerifierSchemas['TemplateParameter'];

export interface ListedRequest {
  readonly id: string;
  readonly createdAt: string;
  readonly title: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly walletLink?: string;
  readonly link?: string;
}

export interface RequestDetails extends ListedRequest {
  readonly request: VerifierSchemas['RequestView'];
  /** What the receipt says, if there is one. Its signature was verified. */
  readonly receipt?: {
    readonly predicates?: readonly Words[];
    readonly notice?: Words;
    readonly disclosed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

export interface NewRequest {
  readonly title: string;
  readonly purpose: string;
  readonly legal_basis: string;
  readonly template: string;
  readonly parameters: object;
}

export interface Attribute {
  readonly name: string;
  readonly unit: 'money_per_period' | 'money' | 'months';
  readonly meaning: Words;
}

export interface PayrollForm {
  readonly attributes: readonly Attribute[];
  /** Windows of complete months. */
  readonly periods: readonly Required<IssuerSchemas['Period']>[];
  readonly countries: readonly string[];
  readonly idTypes: readonly string[];
}

export type CreatedOffer = IssuerSchemas['CreatedOffer'];

export interface ListedOffer {
  readonly id: string;
  readonly createdAt: string;
  readonly name: string;
  readonly offer?: IssuerSchemas['OfferView'];
}

export const api = {
  templates: () => call<{ templates: Template[] }>('GET', 'templates'),
  preview: (body: object) => call<{ statements: Words[] }>('POST', 'preview', body),
  requests: () => call<{ requests: ListedRequest[] }>('GET', 'requests'),
  createRequest: (body: NewRequest) => call<RequestDetails>('POST', 'requests', body),
  request: (id: string) => call<RequestDetails>('GET', `requests/${id}`),
  requestStatus: (id: string) => call<{ state: 'open' | 'done' | 'gone' }>('GET', `requests/${id}/status`),
  deleteRequest: (id: string) => call<void>('DELETE', `requests/${id}`),
  receipt: async (id: string, kind: 'json' | 'pdf', language: string) =>
    (await fetchApi('GET', `requests/${id}/receipt.${kind}?language=${language}`)).blob(),
  payroll: () => call<PayrollForm>('GET', 'payroll'),
  offers: () => call<{ offers: ListedOffer[] }>('GET', 'offers'),
  createOffer: (name: string, offer: object) => call<CreatedOffer>('POST', 'offers', { name, offer }),
  withdrawOffer: (id: string) => call<void>('DELETE', `offers/${id}`),
};

/** Saves a file, as a link with `download` would: a link could not send the header of the API. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
