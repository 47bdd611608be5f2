import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { WalletOptions, WalletTrust } from '@zk-income/holder';
import { fileStorage, nodeCertificates } from '@zk-income/holder/node';
import { CommandError, EXIT_CODE } from '../errors.js';
import { trustingFetch } from './trusting-fetch.js';

import type { WalletLocation } from './wallet-location.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function read(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CommandError(`${option}: could not read ${path}.`, EXIT_CODE.wrongUsage);
  }
}

/** Where the wallet is, by default in the folder of the person's data. */
export function walletFile({ wallet }: WalletLocation, folder: string): string {
  if (wallet !== undefined) return resolve(folder, wallet);
  const data = process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  return join(data, 'zk-income', 'wallet.json');
}

function certificatesIn(path: string): string[] {
  const certificates = read(path, '--ca').match(CERTIFICATE);
  if (!certificates) throw new CommandError(`--ca: ${path} has no certificate in PEM.`, EXIT_CODE.wrongUsage);
  return [...certificates];
}

const isList = (value: unknown, members: readonly string[]): boolean =>
  Array.isArray(value) && value.every((one) => members.every((member) => typeof one?.[member] === 'string'));

function trustIn(path: string): WalletTrust {
  const expected = `--trust: expected { "issuers": [{ "iss", "name" }], "verifiers": [{ "host", "name" }] } in ${path}.`;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(read(path, '--trust'));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(expected, EXIT_CODE.wrongUsage);
  }
  const { issuers = [], verifiers = [] } = value ?? {};
  if (!isList(issuers, ['iss', 'name']) || !isList(verifiers, ['host', 'name']))
    throw new CommandError(expected, EXIT_CODE.wrongUsage);
  return { issuers, verifiers } as WalletTrust;
}

/** What a wallet needs of the machine that it runs on. */
export function walletOptions(location: WalletLocation, folder: string): WalletOptions {
  const path = walletFile(location, folder);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const ca = location.ca === undefined ? [] : certificatesIn(resolve(folder, location.ca));
  const trust =
    location.trust === undefined ? { issuers: [], verifiers: [] } : trustIn(resolve(folder, location.trust));
  return {
    storage: fileStorage(path),
    trust,
    certificates: nodeCertificates({ anchors: [...rootCertificates, ...ca] }),
    ...(ca.length > 0 && { fetch: trustingFetch([...rootCertificates, ...ca]) }),
  };
}
