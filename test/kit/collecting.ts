// Sets what a tenant collects of its product, as its admin would in the settings.
import type { Store } from '#ports.ts';
import type { CollectionLevel } from '#sense/collection.ts';

export async function collecting(
  store: Pick<Store, 'asTenant'>,
  tenant: string,
  level: CollectionLevel,
  properties: readonly string[] = [],
): Promise<void> {
  await store.asTenant(tenant, async ({ settings }) => {
    const { settings: before } = await settings.read();
    await settings.save({ ...before, collection: { level, properties: [...properties], past: [] } });
  });
}
