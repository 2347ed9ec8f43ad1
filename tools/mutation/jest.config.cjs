// The rules' own specs alone, those with the properties too: a mutant must die where its rule is told.
const { projects } = require('../../jest.config.js');

const [{ displayName: _, ...unit }] = projects;

module.exports = {
  ...unit,
  roots: ['scheduling', 'google-sync'].map((service) => `<rootDir>/services/${service}/src`),
  testMatch: ['**/domain/*.{unit,prop}.spec.ts'],
  setupFiles: [`${__dirname}/fast-check.setup.cjs`],
};
