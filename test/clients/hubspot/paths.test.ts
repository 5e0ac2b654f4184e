// One version of HubSpot's API, named in one place.
import { describe, expect, it } from 'vitest';
import { HUBSPOT_API_VERSION, hubspotObjects, paths } from '#clients/hubspot/paths.ts';
import { objectTypes } from '#sense/signal.ts';

describe('HubSpot paths', () => {
  it('are all of the one dated version, for every object', () => {
    const made = Object.values(paths).flatMap((path) =>
      typeof path === 'string'
        ? [path]
        : objectTypes.map((type) => String(Reflect.apply(path, null, [type, 'contact']))),
    );
    expect(made.length).toBeGreaterThan(50);
    for (const path of made) {
      expect(path).toContain(`/${HUBSPOT_API_VERSION}`);
      expect(path).not.toMatch(/\/v\d\b/);
    }
    expect(HUBSPOT_API_VERSION).toBe('2026-09');
  });

  it('name a different object type for every type', () => {
    expect(new Set(objectTypes.map((type) => hubspotObjects[type].typeId)).size).toBe(objectTypes.length);
    expect(paths.object('contact', 'a/../b')).toBe('/crm/objects/2026-09/contacts/a%2F..%2Fb');
  });
});
