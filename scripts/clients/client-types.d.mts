export const CLIENTS: readonly ['issuer', 'verifier'];
export function clientTypesFile(service: (typeof CLIENTS)[number]): string;
export function clientTypes(document: object): Promise<string>;
