// What Vite adds to the browser's types: style sheets can be imported.
/// <reference types="vite/client" />
