// A sandbox with an empty portal and a Revloop beside it, each in processes of its own, on an engine.
import path from 'node:path';
import { type Engine, type EngineName, openEngine } from './engine.ts';
import { type BenchSandbox, startBenchSandbox } from './sandbox.ts';
import { freePort, type Role, type Server, startServer } from './server.ts';

export type House = {
  readonly engine: Engine;
  readonly sandbox: BenchSandbox;
  /** Starts Revloop; called once. */
  open(roles?: readonly Role[]): Promise<Server>;
  close(): Promise<void>;
};

export async function openHouse(name: EngineName): Promise<House> {
  const engine = await openEngine(name);
  const port = await freePort();
  const sandbox = await startBenchSandbox(path.join(engine.dataDir, 'sandbox'), `http://127.0.0.1:${port}`);
  let server: Server | null = null;
  return {
    engine,
    sandbox,
    async open(roles = ['all']) {
      server = await startServer(engine, port, sandbox.env, roles);
      return server;
    },
    async close() {
      await server?.stop();
      await sandbox.stop();
      await engine.close();
    },
  };
}
