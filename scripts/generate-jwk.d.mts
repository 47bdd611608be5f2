import type { JsonWebKey } from 'node:crypto';

export function generateJwk(crv?: 'P-256' | 'Ed25519'): JsonWebKey;
export function generateHolderKey(): { privateJwk: JsonWebKey; publicJwk: JsonWebKey };
