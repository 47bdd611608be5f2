/** What the service writes into the HTML of its pages. */
export interface Service {
  /** The URL that its credentials and requests contain. */
  readonly publicUrl: string;
  /** A web wallet that the operator offers. */
  readonly walletUrl?: string;
}

export function readService(): Service {
  const text = document.querySelector<HTMLMetaElement>('meta[name=service]')?.content ?? '';
  return JSON.parse(text) as Service;
}

/** What people see of a URL: the host, with its port if it is not that of https. */
export const hostOf = (url: string): string => new URL(url).host;
