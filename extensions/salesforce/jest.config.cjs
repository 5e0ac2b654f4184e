// How the card's own tests run: Salesforce's jest over the assembled project, on the engine that the compiler is of.
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

// Its own engine is older than the compiler that npm gives it, and the newer one is no CommonJS by its main file.
const ofLwc = (name) => require.resolve(`@lwc/${name}`).replace(/index\.js$/, 'index.cjs');

module.exports = {
  ...jestConfig,
  testMatch: ['**/__tests__/*.test.js'],
  moduleNameMapper: {
    '^(lwc|@lwc/engine-dom)$': ofLwc('engine-dom'),
    '^@lwc/synthetic-shadow$': ofLwc('synthetic-shadow'),
    '^(wire-service|@lwc/wire-service)$': ofLwc('wire-service'),
  },
};
