/** What a page may do beyond the strict default. */
export interface PagePermissions {
  /** Sources that the page's scripts may fetch, beside its own origin: `https:`, `http://localhost:3001`. */
  readonly connect?: readonly string[];
  /** Where its forms may be sent; nowhere by default. */
  readonly formAction?: readonly string[];
  /** Whether the page may ask for the camera, for QR codes. */
  readonly camera?: boolean;
}

/** The Content Security Policy of a page. Scripts and styles are files of the same origin; none is inline. */
export function contentSecurityPolicy({
  connect = [],
  formAction = ["'none'"],
}: PagePermissions = {}): string {
  return [
    "default-src 'none'",
    // The proofs are computed in WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    ["connect-src 'self'", ...connect].join(' '),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    ['form-action', ...formAction].join(' '),
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types zk-income',
  ].join('; ');
}

/** The security headers of every response that belongs to a page. */
export const pageHeaders = (permissions: PagePermissions = {}): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(permissions),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': `camera=(${permissions.camera === true ? 'self' : ''}), geolocation=(), microphone=()`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});
