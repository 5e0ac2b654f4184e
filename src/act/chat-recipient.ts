// Whom an alert is for: the manager of the record's owner, else the channel chosen, else whoever installed us.
import type { Chat } from '#ports/chat.ts';
import type { Connection } from '#sense/connection.ts';
import type { Owner } from '#sense/record.ts';
import type { TenantSettings } from '#sense/tenant.ts';

/** Where an alert may go, best first. An `email` is still to be looked up, a `user` to be written to directly. */
export type Place =
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string };

export function placesFor(input: {
  readonly settings: TenantSettings;
  readonly connection: Connection;
  readonly owner: Owner | null;
}): Place[] {
  const { settings, connection, owner } = input;
  const manager = owner?.email ? managerOf(settings, owner.email) : undefined;
  const { channel } = settings.alerts;
  const { channel: picked, installedBy } = connection.account;
  return [
    ...(manager ? [{ kind: 'email', email: manager } as const] : []),
    ...(channel ? [isUser(channel) ? ({ kind: 'user', id: channel } as const) : toChannel(channel)] : []),
    ...(picked ? [toChannel(picked)] : []),
    ...(installedBy ? [{ kind: 'user', id: installedBy } as const] : []),
  ];
}

/** The channel to post to; null where nobody in the workspace has that e-mail. Errors: those of Chat. */
export async function channelFor(
  chat: Pick<Chat, 'direct' | 'memberByEmail'>,
  place: Place,
): Promise<string | null> {
  if (place.kind === 'channel') return place.id;
  const user = place.kind === 'user' ? place.id : await chat.memberByEmail(place.email);
  return user === null ? null : chat.direct(user);
}

function managerOf(settings: TenantSettings, email: string): string | undefined {
  const wanted = email.toLowerCase();
  return Object.entries(settings.alerts.managers).find(([owner]) => owner.toLowerCase() === wanted)?.[1];
}

// User ids begin with U, or W where the workspace belongs to a grid.
const isUser = (id: string) => /^[UW][A-Z0-9]{5,}$/.test(id);
const toChannel = (id: string) => ({ kind: 'channel', id }) as const;
