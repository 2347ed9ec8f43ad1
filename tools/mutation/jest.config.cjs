// The rules' own examples alone: a mutant must die where its rule is told, in the same way in every run, and soon.
const { projects } = require('../../jest.config.js');

const [{ displayName: _, ...unit }] = projects;

module.exports = {
  ...unit,
  roots: ['scheduling', 'google-sync'].map((service) => `<rootDir>/services/${service}/src`),
  testMatch: ['**/domain/*.unit.spec.ts'],
};
