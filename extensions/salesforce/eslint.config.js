// The rules that Salesforce holds Lightning web components to, for all sources of the card.
import lwc from '@salesforce/eslint-config-lwc/recommended.js';

export default [
  { ignores: ['*.cjs'] },
  ...lwc,
  {
    files: ['**/__tests__/**'],
    // A test emits through the wire adapter, which a component must not do.
    rules: { '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off' },
  },
];
