// What the card imports of the platform, for the bundler: base components, data service, schema and language.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'rollup';

type Places = {
  /** The assembled components, `c/revloopCard`. */
  readonly components: string;
  /** Our stubs of `lightning/card` and so on. */
  readonly lightning: string;
  readonly page: string;
};

const find = createRequire(import.meta.url).resolve;

const engine: Readonly<Record<string, string>> = {
  lwc: '@lwc/engine-dom',
  '@lwc/synthetic-shadow': '@lwc/synthetic-shadow',
};

const virtual = '\0virtual/';

export function modulesOfThePlatform({ components, lightning, page }: Places): Plugin {
  return {
    name: 'modules-of-the-platform',
    resolveId(name) {
      const known = engine[name];
      if (known !== undefined) return find(known);
      if (name === 'sandbox/page') return join(page, 'page.js');
      const [, space, module] = /^(c|x|lightning)\/(\w+)$/.exec(name) ?? [];
      if (module !== undefined)
        return join(space === 'lightning' ? lightning : components, module, `${module}.js`);
      return name.startsWith('@salesforce/') ? `${virtual}${name}` : null;
    },
    load(id) {
      if (!id.startsWith(virtual)) return null;
      const name = id.slice(virtual.length);
      if (name === '@salesforce/i18n/lang') return 'export default document.documentElement.lang;';
      const [, object, field] = /^@salesforce\/schema\/(\w+)(?:\.(\w+))?$/.exec(name) ?? [];
      if (object === undefined) return this.error(`The sandbox has no ${name}.`);
      const parts = [`objectApiName: packaged('${object}')`, field && `fieldApiName: packaged('${field}')`];
      return `import { packaged } from 'sandbox/page';\nexport default { ${parts.filter(Boolean).join(', ')} };`;
    },
    // The engine asks where it runs in the words of other bundlers.
    transform: (code, id) =>
      id.includes('@lwc')
        ? code.replaceAll('process.env.NODE_ENV', '"production"').replaceAll('import.meta.env.SSR', 'false')
        : null,
  };
}
