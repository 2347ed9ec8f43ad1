export * from './in-process-google';
export { memoryConsentTx } from './memory-consent-tx';
export * from './memory-vault';
export * from './oauth-consent-process';
export * as oauthConsentTables from './tables';
