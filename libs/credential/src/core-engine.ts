import type { CredentialStatus } from './ports/index.js';
import type {
  CreateRequestInput,
  HeldCredential,
  IssuedCopies,
  IssueInput,
  PresentationRequest,
  Presentations,
  RequestView,
  Verdict,
} from './types.js';

export interface CoreEngine {
  issueCredential(client: { id: string; sourceId?: string }, input: IssueInput): Promise<IssuedCopies>;
  changeStatus(clientId: string, batchId: string, status: CredentialStatus): Promise<void>;
  statusListToken(list: number): Promise<{ token: string; ttl: number }>;
  generateProof(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<Presentations>;
  createRequest(ownerId: string, input: CreateRequestInput): Promise<PresentationRequest>;
  findRequest(ownerId: string, id: string): Promise<RequestView>;
  deleteRequest(ownerId: string, id: string): Promise<void>;
  verifyProof(input: { request_id: string; presentations: Presentations }): Promise<Verdict>;
}
