export * from './explain-request.js';
export type { Warning, WarningCode } from './warnings.js';
