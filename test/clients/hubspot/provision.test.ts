// Making our properties: again and again without harm, never over the customer's own.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';
import type { FieldDefinition } from '#ports/crm.ts';

const fields: readonly FieldDefinition[] = [
  { objectType: 'contact', name: 'revloop_lead_score', label: 'Lead score', type: 'number' },
  {
    objectType: 'contact',
    name: 'revloop_lead_grade',
    label: 'Lead grade',
    type: 'enumeration',
    options: ['A', 'B', 'C', 'D'].map((value) => ({ value, label: value })),
  },
  { objectType: 'contact', name: 'revloop_top_reasons', label: 'Top reasons', type: 'text' },
  { objectType: 'company', name: 'revloop_scored_at', label: 'Scored at', type: 'datetime' },
];

describe('HubSpot provision', () => {
  let installed: InstalledPortal;
  beforeEach(async () => {
    installed = await installedPortal();
  });
  afterEach(() => installed.close());
  const states = async () => (await installed.crm().provision(fields)).map((one) => [one.name, one.state]);
  const book = () => installed.portal.context.book;

  it('makes the group and every property, and the second time finds them in one request a type', async () => {
    expect(await states()).toEqual(fields.map((field) => [field.name, 'made']));
    expect(book().get('contacts', 'revloop_lead_grade')).toMatchObject({
      groupName: 'revloop',
      type: 'enumeration',
      fieldType: 'select',
      formField: false,
    });
    expect(book().get('contacts', 'revloop_top_reasons')).toMatchObject({
      type: 'string',
      fieldType: 'textarea',
    });
    expect(book().get('companies', 'revloop_scored_at')).toMatchObject({
      type: 'datetime',
      fieldType: 'date',
    });
    await installed.calls();
    expect(await states()).toEqual(fields.map((field) => [field.name, 'there']));
    expect(await installed.calls()).toEqual({
      'GET /crm/properties/2026-09/contacts 200': 1,
      'GET /crm/properties/2026-09/companies 200': 1,
    });
  });

  it('does not fail when two processes provision at once', async () => {
    const ends = await Promise.all([installed.crm().provision(fields), installed.crm().provision(fields)]);
    for (const end of ends) {
      expect(end.map((one) => one.state).filter((state) => state === 'conflict')).toEqual([]);
    }
  });

  it('leaves a property of the customer with our name alone, and says what is wrong', async () => {
    installed.portal.defineProperty('contacts', {
      name: 'revloop_lead_score',
      label: 'Old score',
      type: 'string',
      fieldType: 'text',
    });
    const reports = await installed.crm().provision(fields);
    expect(reports.filter((one) => one.state === 'conflict')).toEqual([
      {
        objectType: 'contact',
        name: 'revloop_lead_score',
        state: 'conflict',
        problem: 'A property of this name has the type string, and Revloop needs number.',
      },
    ]);
    expect(book().get('contacts', 'revloop_lead_score')?.label).toBe('Old score');
  });

  it('tells the admin of an archived property that keeps the name', async () => {
    await installed.crm().provision(fields);
    book().archive('contacts', 'revloop_lead_score');
    const reports = await installed.crm().provision(fields);
    const report = reports.find((one) => one.name === 'revloop_lead_score');
    expect(report).toMatchObject({ state: 'conflict', problem: expect.stringContaining('archived') });
    book().restore('contacts', 'revloop_lead_score');
    expect(await states()).toEqual(fields.map((field) => [field.name, 'there']));
  });

  it('adds options that are missing without touching those of the customer', async () => {
    installed.portal.defineProperty('contacts', {
      name: 'revloop_lead_grade',
      label: 'Grade',
      type: 'enumeration',
      fieldType: 'select',
      options: [
        { label: 'Best', value: 'A', displayOrder: 0, hidden: false },
        { label: 'Own', value: 'own', displayOrder: 1, hidden: false },
      ],
    });
    const reports = await installed.crm().provision(fields);
    expect(reports.find((one) => one.name === 'revloop_lead_grade')?.state).toBe('there');
    const options = book().get('contacts', 'revloop_lead_grade')?.options ?? [];
    expect(options.map((one) => one.value)).toEqual(['A', 'own', 'B', 'C', 'D']);
    expect(options[0]?.label).toBe('Best');
  });

  it('makes as many as the account has room for', async () => {
    installed.sandbox.chaos.set({ customPropertiesPerObject: 2 });
    const reports = await installed.crm().provision(fields);
    expect(reports.map((one) => one.state)).toEqual(['made', 'made', 'conflict', 'made']);
    expect(reports[2]?.problem).toContain('no room');
    expect(await installed.calls()).not.toHaveProperty('POST /crm/properties/2026-09/contacts 400');
  });

  it('needs the scope for schemas, and names it', async () => {
    await installed.install(['oauth', 'crm.objects.contacts.read', 'crm.schemas.contacts.read']);
    await expect(installed.crm().provision(fields)).rejects.toMatchObject({
      code: 'CRM_SCOPE',
      params: { scope: 'crm.schemas.contacts.write' },
    });
  });
});
