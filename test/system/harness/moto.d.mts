/** A server that answers like AWS. */
export interface Moto {
  readonly endpoint: string;
  close(): Promise<void>;
}

export function motoCommand(): string;
export function findMoto(tests: string): string | undefined;
export function startMoto(command?: string): Promise<Moto>;
