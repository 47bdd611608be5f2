/** The response of the nonce endpoint (section 7.2), which must not be cached. */
export const nonceResponse = (nonce: string): { readonly c_nonce: string } => ({ c_nonce: nonce });
