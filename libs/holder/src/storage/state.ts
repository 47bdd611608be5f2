import { isObject } from '@zk-income/credential';
import type { WalletState } from '../types.js';
import { WalletError } from '../wallet-error.js';

export const emptyState = (): WalletState => ({
  version: 1,
  credentials: [],
  ledger: { entries: [], bindings: {} },
  pending: [],
  answers: [],
  history: [],
  extensions: {},
});

const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isObject);

function isState(value: unknown): value is WalletState {
  if (!isObject(value) || value.version !== 1) return false;
  const { ledger, extensions } = value;
  return (
    ['credentials', 'pending', 'answers', 'history'].every((member) => isList(value[member])) &&
    isObject(ledger) &&
    isList(ledger.entries) &&
    isObject(ledger.bindings) &&
    isObject(extensions)
  );
}

/**
 * Reads what a storage has stored.
 *
 * @throws WalletError `storage_damaged`
 */
export function readState(value: unknown): WalletState {
  if (!isState(value)) throw new WalletError('storage_damaged');
  return value;
}

/**
 * Parses the JSON that a storage has stored.
 *
 * @throws WalletError `storage_damaged`
 */
export function parseState(text: string): WalletState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new WalletError('storage_damaged', { cause });
  }
  return readState(value);
}
