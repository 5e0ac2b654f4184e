// What the server writes into the page, and the few calls the page makes afterwards.

export type Field = {
  name: string;
  label: string;
  group: string;
  type: string;
  value: string;
  options: { label: string; value: string }[];
  readOnly: boolean;
};

export type Snapshot = {
  portalId: string;
  timeZone: string;
  typeId: string;
  id: string;
  name: string;
  about: string;
  fields: Field[];
  groups: { name: string; label: string }[];
  associations: { typeId: string; label: string; records: { id: string; name: string; about: string }[] }[];
  activity: { id: string; kind: string; title: string; body: string; at: string }[];
};

export type Words = Record<string, string>;
export type CardPlace = { name: string; location: 'crm.record.tab' | 'crm.record.sidebar' };

export type Boot = {
  snapshot: Snapshot;
  cards: CardPlace[];
  user: { id: string; email: string; firstName: string; lastName: string };
  app: { appId: string; serverUrl: string };
  texts: Record<string, Words>;
};

/** Where this record's calls go. */
export const here = () => location.pathname.replace(/\/$/, '');

/** The record as it is now; rejects when the sandbox does not answer. */
export async function readSnapshot(): Promise<Snapshot> {
  const response = await fetch(`${here()}/snapshot`);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Changes one property; rejects with HubSpot's sentence when it is refused. */
export async function writeProperty(name: string, value: string): Promise<Snapshot> {
  const response = await fetch(`${here()}/properties`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ [name]: value }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/** A card's `hubspot.fetch`, through the sandbox's signing proxy. */
export async function fetchForCard(input: { url: string }): Promise<{ status: number; body: string }> {
  const response = await fetch(`${here()}/fetch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.text() };
}
