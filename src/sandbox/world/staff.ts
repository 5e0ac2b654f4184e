// Lumenworks' own people: six reps, two managers, and where they write to each other.
import type { WorkspaceSeed } from '#sandbox/slack/workspace.ts';

export type Colleague = {
  readonly ownerId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: 'rep' | 'manager';
  /** Owner id of the manager; managers have none. */
  readonly manager?: string;
  readonly team: 'North' | 'South';
  readonly tz: string;
  readonly locale: string;
};

function colleague(
  ...[number, firstName, lastName, mail, team, tz, manager]: readonly [
    number,
    string,
    string,
    string,
    'North' | 'South',
    string,
    string?,
  ]
): Colleague {
  return {
    ...{
      ownerId: String(70_000_000 + number),
      firstName,
      lastName,
      email: `${mail}@lumenworks.example`,
      team,
      tz,
    },
    locale: tz === 'Asia/Shanghai' ? 'zh-CN' : 'en-US',
    ...(manager ? { role: 'rep', manager } : { role: 'manager' }),
  };
}

const north = '70000001';
const south = '70000002';

/** The owners of the portal. Each has a Slack account with the same e-mail address. */
export const staff: readonly Colleague[] = [
  colleague(1, 'Ingrid', 'Dahl', 'ingrid.dahl', 'North', 'Europe/Berlin'),
  colleague(2, '文静', '许', 'wenjing.xu', 'South', 'Asia/Shanghai'),
  colleague(11, 'Tobias', 'Kessler', 'tobias.kessler', 'North', 'Europe/Berlin', north),
  colleague(12, 'Naomi', 'Hartley', 'naomi.hartley', 'North', 'America/New_York', north),
  colleague(13, 'Amara', 'Okafor', 'amara.okafor', 'North', 'Africa/Johannesburg', north),
  colleague(14, '子轩', '沈', 'zixuan.shen', 'South', 'Asia/Shanghai', south),
  colleague(15, 'Kavya', 'Menon', 'kavya.menon', 'South', 'Asia/Kolkata', south),
  colleague(16, 'Mateo', 'Serrano', 'mateo.serrano', 'South', 'Europe/Madrid', south),
];

export const reps = staff.filter((person) => person.role === 'rep');

function fullName({ firstName, lastName, locale }: Colleague): string {
  return locale === 'zh-CN' ? `${lastName}${firstName}` : `${firstName} ${lastName}`;
}

/** The Slack workspace of Lumenworks. */
export const lumenworksWorkspace: WorkspaceSeed = {
  id: 'T0LUMENWRKS',
  name: 'Lumenworks',
  domain: 'lumenworks',
  users: staff.map((person) => ({
    id: `U0LUMEN${person.ownerId.slice(-4)}`,
    name: person.email.split('@')[0] ?? '',
    realName: fullName(person),
    email: person.email,
    title: person.role === 'manager' ? `Sales manager ${person.team}` : `Account executive ${person.team}`,
    admin: person.ownerId === north,
    tz: person.tz,
    locale: person.locale,
  })),
  channels: [
    { id: 'C0LUMENGEN1', name: 'general', topic: 'Everybody at Lumenworks', general: true },
    { id: 'C0LUMENALRT', name: 'revenue-alerts', topic: 'What needs attention today' },
    { id: 'C0LUMENNRTH', name: 'sales-north', topic: 'Team North' },
    { id: 'C0LUMENSTH1', name: 'sales-south', topic: '南区销售团队' },
    {
      id: 'G0LUMENLEAD',
      name: 'sales-leads',
      topic: 'Managers',
      private: true,
      members: ['ingrid.dahl', 'wenjing.xu'],
    },
  ],
};
