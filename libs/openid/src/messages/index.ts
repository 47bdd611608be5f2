export { wellKnownUrl } from '@zk-income/credential';
export { encodeForm, parseForm, requireParameter } from './form.js';
export {
  optionalString,
  requireList,
  requireObject,
  requireString,
  requireStrings,
  withoutUndefined,
} from './members.js';
export { OpenidError, type OpenidStatus, requireThat } from './openid-error.js';
export { signJwt } from './sign-jwt.js';
export { isIssuerIdentifier, isSameOrigin, isSecureUrl } from './urls.js';
export { wellKnownPath } from './well-known.js';
