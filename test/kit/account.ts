// A CRM account in a test of the loop, in words that fit both platforms: what people do in it, and what it shows.
import type { Platform } from '#sense/connection.ts';

export type Person = {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string;
  readonly phone: string;
  readonly company: string;
};

export type Account = {
  readonly platform: Exclude<Platform, 'slack'>;
  readonly externalId: string;
  /** What a lead is there. */
  readonly lead: 'contact' | 'lead';
  /** What the properties of a person are called there. */
  readonly names: Readonly<Record<keyof Person, string>>;
  /** What the admin fills in on the consent page. */
  readonly consent: Readonly<Record<string, string>>;
  /**
   * 240 closed leads over the last 120 days, whose job title decides how many of them were won. Gives the ids of `open`
   * leads made a moment ago, all with the best title.
   */
  closedHistory(open: number): string[];
  /** An open lead that has been there for `days`. */
  addLead(person: Partial<Person>, days?: number): string;
  change(lead: string, person: Partial<Person>): void;
  win(lead: string): void;
  lose(lead: string): void;
  remove(lead: string): void;
  bringBack(lead: string): void;
  merge(winner: string, loser: string): void;
  /** For good; HubSpot also says that the person demands to be forgotten. */
  erase(lead: string): void;
  /** A company that is a customer, there for long. */
  addCustomer(name: string, domain: string): string;
  /** A company that is still deciding. */
  addProspect(name: string, domain: string): string;
  /** A ticket of a company, opened so many days ago and not closed yet. */
  addTicket(company: string, days: number): string;
  /** A field of ours, without its prefix, as the CRM has it; of a lead that became a contact, the contact's. */
  field(kind: 'lead' | 'company', id: string, name: string): string | null;
  /** What the CRM says of a person. */
  value(lead: string, name: keyof Person): string | null;
  /** Texts of the tasks that the lead has. */
  tasks(lead: string): string[];
  /** The customer takes the permission back. */
  withdraw(): void;
};

const titles = ['Owner', 'Manager', 'Student', 'Clerk', 'Manager', 'Student'] as const;
/** Of ten leads with a title so many are won. */
const wins = { Owner: 9, Manager: 5, Clerk: 2, Student: 1 } as const;

/** The closed leads of a history that can be learned from. */
export function closedLeads(now: number): { email: string; jobTitle: string; won: boolean; at: Date }[] {
  return Array.from({ length: 240 }, (_, nr) => {
    const jobTitle = titles[nr % titles.length] ?? 'Clerk';
    const won = (Math.floor(nr / titles.length) * 7) % 10 < wins[jobTitle];
    const at = new Date(now - (120 - nr / 2) * 86_400_000);
    return { email: `closed${nr}@history.example`, jobTitle, won, at };
  });
}

/** One of the leads that are open. */
export function openLead(nr: number): Person {
  return {
    ...{ email: `open${nr}@now.example`, firstName: 'Ada', lastName: `Okafor ${nr}`, phone: '+1 555 01' },
    ...{ jobTitle: 'Owner', company: 'Now' },
  };
}
