#!/usr/bin/env node
// The entry of `npx revloop`: makes sure that Node is new enough to read TypeScript, then runs the command line.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Revloop needs Node 24 or newer, and this is Node ${process.versions.node}.\n` +
      'Run it as "npx revloop ..." in the project folder after "npm ci", which brings Node 24 along.',
  );
  process.exit(1);
}
const { processTerminal, runCli } = await import('#cli.ts');
process.exitCode = await runCli(process.argv.slice(2), processTerminal());
