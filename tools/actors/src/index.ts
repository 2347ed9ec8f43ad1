// Act on a running system as people do: a company's staff by REST, a person at Google's own page.
export * from './api';
export * from './consent';
export * from './days';
export * from './google-world';
export * from './linked';
export * from './tenant';
