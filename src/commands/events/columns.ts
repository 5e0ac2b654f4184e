// Which columns of a CSV of events say what: as named by whoever imports it, else by the names that exports give them.
import { fail } from '#errors.ts';

export const roles = ['event', 'user', 'anonymous', 'email', 'group', 'time', 'id'] as const;
export type Role = (typeof roles)[number];

/** Places of columns by what they say; every other column is a property under its own name. */
export type Columns = {
  readonly at: Readonly<Partial<Record<Role, number>>>;
  readonly properties: readonly (readonly [name: string, place: number])[];
};

/** As exports of Segment, Mixpanel, Amplitude, PostHog and of databases call them, letters and digits only. */
const usual: Readonly<Record<Role, readonly string[]>> = {
  event: ['event', 'eventname', 'eventtype', 'action', 'activity', '事件', '事件名称'],
  user: ['userid', 'user', 'distinctid', 'memberid', '用户', '用户id'],
  anonymous: ['anonymousid', 'deviceid', 'visitorid'],
  email: ['email', 'useremail', 'emailaddress', '邮箱'],
  group: [
    'groupid',
    'group',
    'accountid',
    'account',
    'companyid',
    'company',
    'organizationid',
    'orgid',
    '公司',
  ],
  time: [
    'timestamp',
    'time',
    'originaltimestamp',
    'occurredat',
    'eventtime',
    'createdat',
    'datetime',
    'date',
    '时间',
    '日期',
  ],
  id: ['messageid', 'eventid', 'insertid', 'uuid'],
};

/** Errors: INPUT_INVALID where a named column is not there, or where nothing says what happened or when. */
export function columnsOf(
  headers: readonly string[],
  given: string | undefined,
  constant: string | undefined,
): Columns {
  const named = namedColumns(headers, given);
  const taken = new Set(Object.values(named));
  const at: Partial<Record<Role, number>> = { ...named };
  for (const role of roles) {
    if (at[role] !== undefined) continue;
    for (const name of usual[role]) {
      const place = headers.findIndex((header, nr) => plain(header) === name && !taken.has(nr));
      if (place < 0) continue;
      at[role] = place;
      taken.add(place);
      break;
    }
  }
  const there = headers.join(', ');
  if (at.event === undefined && constant === undefined)
    return fail('INPUT_INVALID', {
      problem: `no column says what happened: name it by --map event=COLUMN, or give all rows one name by --event NAME (columns: ${there})`,
    });
  if (at.time === undefined)
    return fail('INPUT_INVALID', {
      problem: `no column says when it happened: name it by --map time=COLUMN (columns: ${there})`,
    });
  if (at.user === undefined && at.anonymous === undefined && at.email === undefined && at.group === undefined)
    return fail('INPUT_INVALID', {
      problem: `no column says who did it: name it by --map user=COLUMN or group=COLUMN (columns: ${there})`,
    });
  const properties = headers.flatMap((name, place) =>
    taken.has(place) || name === '' ? [] : [[name, place] as const],
  );
  return { at, properties };
}

function namedColumns(headers: readonly string[], given = ''): Partial<Record<Role, number>> {
  const found: Partial<Record<Role, number>> = {};
  for (const pair of given.split(',').filter((one) => one.trim() !== '')) {
    const [left = '', ...rest] = pair.split('=');
    const [role, column] = [roles.find((one) => one === left.trim()), rest.join('=').trim()];
    if (role === undefined)
      return fail('INPUT_INVALID', {
        problem: `--map names one of ${roles.join(', ')}, not "${left.trim()}"`,
      });
    const place = headers.findIndex((one) => one.toLowerCase() === column.toLowerCase());
    if (place < 0)
      return fail('INPUT_INVALID', {
        problem: `there is no column "${column}"; the file has ${headers.join(', ')}`,
      });
    found[role] = place;
  }
  return found;
}

function plain(header: string): string {
  return header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
