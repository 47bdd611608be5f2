// The environment of the services of `npm start`: what the caller has set, and what only this script knows.
import { isIP } from 'node:net';
import { join } from 'node:path';
import { StartError } from './child.mjs';

/** Of the issuer. The full issuer attests all attributes of the registry. */
const ATTRIBUTES = 'gross_income,debt_payments';
/** Short, so that a demo shows a revocation at once; production issuers use minutes. */
const STATUS_LIST_TTL_SECONDS = '1';
/** Addresses that mean every interface. */
const ANY = ['0.0.0.0', '::'];

/** Variables of the services that cannot be passed on, because each service needs another value. */
const REPLACED = {
  PORT: 'set ISSUER_PORT, VERIFIER_PORT, PROVER_PORT and FULL_ISSUER_PORT',
  PUBLIC_URL: 'the URLs follow from HOST, HTTPS_HOST and the ports',
  TLS_PORT: 'set ISSUER_HTTPS_PORT, VERIFIER_HTTPS_PORT and FULL_ISSUER_HTTPS_PORT',
  TLS_CERTIFICATE_FILE: 'npm start makes a certificate',
  TLS_KEY_FILE: 'npm start makes a key',
  ISSUER_CERTIFICATE_CHAIN: 'npm start makes certificates',
  VERIFIER_CERTIFICATE_CHAIN: 'npm start makes certificates',
  STORE_ENDPOINT: 'npm start has a store of its own; to use another one, start the services themselves',
};

/** The value of a variable, unless it is absent or empty. */
export const settingOf = (env, name) => env[name]?.trim() || undefined;

/** A note on each variable of the caller that is not passed on. */
export const notesOn = (env) =>
  Object.entries(REPLACED)
    .filter(([name]) => settingOf(env, name) !== undefined)
    .map(([name, advice]) => `npm start ignores ${name}: ${advice}.`);

/** The folder of all data, as the caller has set it. */
export const dataFolderOf = (env, fallback) => settingOf(env, 'DATA_DIR') ?? fallback;

/** The address to listen on. Some shells set HOST to the name of the machine, which is no wish of the caller. */
const hostOf = (env) => {
  const host = settingOf(env, 'HOST');
  return host !== undefined && isIP(host) !== 0 ? host : 'localhost';
};

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * The host name of the https URLs, by which wallets know the services.
 *
 * @throws StartError for an address: certificates of wallets name hosts
 */
export function httpsHostOf(env) {
  const host = settingOf(env, 'HTTPS_HOST')?.toLowerCase() ?? 'localhost';
  if (isIP(host) === 0 && HOST_NAME.test(host)) return host;
  throw new StartError('HTTPS_HOST: expected a host name, such as my-laptop.local, and not an address.');
}

/** The URLs over http, for this machine. The test prover gets private keys, so it is never reachable from other machines. */
export function urlsOf(env, ports) {
  const address = hostOf(env);
  const host = ANY.includes(address) ? 'localhost' : isIP(address) === 6 ? `[${address}]` : address;
  return {
    ISSUER_URL: `http://${host}:${ports.ISSUER_PORT}`,
    VERIFIER_URL: `http://${host}:${ports.VERIFIER_PORT}`,
    PROVER_URL: `http://localhost:${ports.PROVER_PORT}`,
    FULL_ISSUER_URL: `http://${host}:${ports.FULL_ISSUER_PORT}`,
  };
}

/** The URLs over https, which identify the services in credentials and requests. */
export function httpsUrlsOf(env, ports) {
  const host = httpsHostOf(env);
  return {
    ISSUER_HTTPS_URL: `https://${host}:${ports.ISSUER_HTTPS_PORT}`,
    VERIFIER_HTTPS_URL: `https://${host}:${ports.VERIFIER_HTTPS_PORT}`,
    FULL_ISSUER_HTTPS_URL: `https://${host}:${ports.FULL_ISSUER_HTTPS_PORT}`,
  };
}

/**
 * Where the pages are. Browsers resolve every name below localhost to this machine; wallet and portal are two origins, so
 * that neither sees what the other stores.
 */
export function pageUrlsOf(ports) {
  return {
    PORTAL_URL: `http://localhost:${ports.PORTAL_PORT}`,
    WALLET_URL: `http://wallet.localhost:${ports.PORTAL_PORT}`,
  };
}

/** Connections on this machine do not go through the caller's proxy. */
function withoutProxy(env) {
  const hosts = [settingOf(env, 'no_proxy') ?? settingOf(env, 'NO_PROXY'), 'localhost', '127.0.0.1', '[::1]'];
  const list = hosts.filter(Boolean).join(',');
  return { no_proxy: list, NO_PROXY: list };
}

/**
 * The environment of each service by its name.
 *
 * @param settings `allAttributes`: the names of the registry; `certificates`: the paths of certificates and of the file
 *   with all authorities that the verifier trusts
 */
export function serviceEnvironments(
  env,
  { ports, urls, dataFolder, endpoint, examples, allAttributes, certificates, webhookKey },
) {
  const attributes = (settingOf(env, 'ISSUER_ATTRIBUTES') ?? ATTRIBUTES)
    .split(',')
    .map((name) => name.trim());
  const trusted = [
    { iss: urls.ISSUER_HTTPS_URL, attributes, complete: attributes },
    { iss: urls.FULL_ISSUER_HTTPS_URL, attributes: allAttributes, complete: allAttributes },
  ];
  const statusListTtl = settingOf(env, 'STATUS_LIST_TTL_SECONDS') ?? STATUS_LIST_TTL_SECONDS;
  const common = (name) => ({
    ...env,
    ...withoutProxy(env),
    HOST: name === 'prover' ? 'localhost' : hostOf(env),
    PORT: String(ports[`${name.toUpperCase()}_PORT`]),
    PUBLIC_URL: urls[`${name.toUpperCase()}_HTTPS_URL`] ?? urls[`${name.toUpperCase()}_URL`],
    METRICS_PORT: String(ports.metrics[name] ?? ''),
    DATA_DIR: dataFolder,
    STORE_ENDPOINT: endpoint,
    EXAMPLES_URL: examples.url(name),
    WALLET_URL: settingOf(env, 'WALLET_URL') ?? urls.WALLET_URL ?? '',
    WEBHOOK_KEYS: settingOf(env, 'WEBHOOK_KEYS') ?? webhookKey,
    // Receivers on this machine.
    WEBHOOK_LOOPBACK: settingOf(env, 'WEBHOOK_LOOPBACK') ?? 'true',
    TLS_PORT: String(ports[`${name.toUpperCase()}_HTTPS_PORT`] ?? ''),
    TLS_CERTIFICATE_FILE: name === 'prover' ? '' : certificates.tls.certificate,
    TLS_KEY_FILE: name === 'prover' ? '' : certificates.tls.key,
    ISSUER_CERTIFICATE_CHAIN: certificates.chains[name] ?? '',
    VERIFIER_CERTIFICATE_CHAIN: certificates.chains[name] ?? '',
  });
  return {
    issuer: {
      ...common('issuer'),
      ISSUER_ATTRIBUTES: attributes.join(','),
      STATUS_LIST_TTL_SECONDS: statusListTtl,
    },
    verifier: {
      ...common('verifier'),
      TRUSTED_ISSUERS: settingOf(env, 'TRUSTED_ISSUERS') ?? JSON.stringify(trusted),
      // It fetches keys and status lists of the issuers.
      NODE_EXTRA_CA_CERTS: certificates.trusted,
    },
    prover: { ...common('prover'), PROVER_ENABLED: 'true' },
    full_issuer: {
      ...common('full_issuer'),
      // Its signing keys. Tables and API clients are those of the issuer.
      DATA_DIR: join(dataFolder, 'full-issuer'),
      ISSUER_ATTRIBUTES: allAttributes.join(','),
      STATUS_LIST_TTL_SECONDS: statusListTtl,
    },
  };
}
