// A database of its own for a benchmark that works with what serves the tests.
import { type TestDatabase, testKeys } from '#kit/database.ts';
import { openLog } from '#log.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import { openDatabase } from './sleepers.ts';

export async function ownDatabase(): Promise<TestDatabase> {
  const { address, close } = await openDatabase('embedded');
  const seal = openSeal(testKeys);
  const open = () =>
    openStore({ pool: address, seal, clock: { now: () => new Date() }, log: openLog('silent') });
  const store = await open();
  return {
    ...{ engine: { name: 'embedded', postgres: address, redis: null }, address, store, second: open },
    tenant: (name = 'bench') => store.doors.makeTenant(name),
    async close() {
      await store.close();
      await close();
    },
  };
}
