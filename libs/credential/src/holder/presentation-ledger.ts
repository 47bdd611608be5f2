/** Remembers for whom each credential instance was presented, so that no two verifiers see the same instance. */
export interface PresentationLedger {
  /**
   * Binds a credential instance permanently to one (audience, request).
   *
   * @param instance the hash that identifies the instance
   * @returns false where the instance is already bound to another one
   */
  bind(instance: string, audience: string, requestId: string): Promise<boolean>;
}
