export * from './issuance/index.js';
export * from './messages/index.js';
export * from './presentation/index.js';
