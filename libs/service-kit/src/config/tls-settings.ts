import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** The settings of the server over TLS, as they are before their validation. */
interface TlsSettings {
  readonly PORT?: unknown;
  readonly METRICS_PORT?: unknown;
  readonly TLS_PORT?: unknown;
  readonly TLS_CERTIFICATE_FILE?: unknown;
  readonly TLS_KEY_FILE?: unknown;
}

/** Whether a setting is present, or all are absent. */
export function isSetIfOthersAre(settings: TlsSettings, value: unknown): boolean {
  const { TLS_PORT, TLS_CERTIFICATE_FILE, TLS_KEY_FILE } = settings;
  const isAnySet = [TLS_PORT, TLS_CERTIFICATE_FILE, TLS_KEY_FILE].some((other) => other !== undefined);
  return value !== undefined || !isAnySet;
}

/** Whether `TLS_PORT` is absent or a port of its own. */
export function isTlsPort({ TLS_PORT: port, PORT, METRICS_PORT }: TlsSettings): boolean {
  if (port === undefined || port === 0) return true;
  const isPort = Number.isInteger(port) && Number(port) > 0 && Number(port) <= 65_535;
  return isPort && port !== PORT && port !== METRICS_PORT;
}

/** Whether a file is absent, or has certificates. */
export const isCertificateFile = (path: unknown): boolean =>
  path === undefined || canUse(() => ({ cert: readFileSync(String(path)) }));

/** Whether `TLS_KEY_FILE` is absent, or has the private key of the certificate, if there is a valid certificate. */
export function isKeyFile({ TLS_KEY_FILE: key, TLS_CERTIFICATE_FILE: certificate }: TlsSettings): boolean {
  if (key === undefined) return true;
  if (certificate === undefined || !isCertificateFile(certificate))
    return canUse(() => ({ key: readFileSync(String(key)) }));
  return canUse(() => ({ cert: readFileSync(String(certificate)), key: readFileSync(String(key)) }));
}

function canUse(options: () => { readonly cert?: Buffer; readonly key?: Buffer }): boolean {
  try {
    createSecureContext(options());
    return true;
  } catch {
    return false;
  }
}
