export { fileStorage } from './file-storage.js';
export { type NodeCertificateOptions, nodeCertificates } from './node-certificates.js';
