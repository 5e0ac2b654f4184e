// Asks the card's back end and brings it a person's answer, through HubSpot's signing proxy.
import type { Answer, CardAnswered, CardView, Word } from './card-view.ts';

/** What `hubspot.fetch` is to us: a parameter, so that a test can stand in for HubSpot's proxy. */
export type Fetcher = (
  url: string,
  options: { method: 'GET' | 'POST'; timeout: number; body?: { [key: string]: unknown } },
) => Promise<{ ok: boolean; status: number; json: () => Promise<unknown> }>;

export type CardAddress = {
  baseUrl: string;
  objectTypeId: string;
  objectId: string;
  locale: string | undefined;
};

export type CardClient = {
  read: () => Promise<CardView>;
  answer: (adviceId: string, answer: Answer, reason?: string) => Promise<CardAnswered>;
  tell: (word: Word) => Promise<CardAnswered>;
};

// HubSpot gives up after 15 s; a person should hear from us before that.
const timeout = 12_000;

/** All of them reject when HubSpot's proxy, the network or the back end fails. */
export function cardClient(fetcher: Fetcher, address: CardAddress): CardClient {
  const query = new URLSearchParams({ objectTypeId: address.objectTypeId, objectId: address.objectId });
  if (address.locale) query.set('locale', address.locale);
  const url = `${address.baseUrl.replace(/\/$/, '')}/hubspot/card?${query}`;
  return {
    read: async () => toView(await body(await fetcher(url, { method: 'GET', timeout }))),
    answer: async (adviceId, answer, reason) => {
      const sent = reason ? { adviceId, answer, reason } : { adviceId, answer };
      return toAnswered(await body(await fetcher(url, { method: 'POST', timeout, body: sent })));
    },
    tell: async (word) => toAnswered(await body(await fetcher(url, { method: 'POST', timeout, body: word }))),
  };
}

async function body(response: Awaited<ReturnType<Fetcher>>): Promise<unknown> {
  if (!response.ok) throw new Error(`The card's back end answered ${response.status}.`);
  return response.json();
}

const states = ['ready', 'little_history', 'empty', 'error'];

function toView(body: unknown): CardView {
  if (!isView(body)) throw new Error('The answer is not a card.');
  return body;
}

function toAnswered(body: unknown): CardAnswered {
  if (!isAnswered(body)) throw new Error('The answer does not confirm anything.');
  return body;
}

function isView(value: unknown): value is CardView {
  return isObject(value) && typeof value['state'] === 'string' && states.includes(value['state']);
}

function isAnswered(value: unknown): value is CardAnswered {
  return isObject(value) && typeof value['confirmation'] === 'string' && isView(value['view']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
