// A chat that asks only once for the same person or direct channel: a batch of alerts is for few people.
import type { Chat } from '#ports/chat.ts';

/** Remembers answers for as long as it lives, one batch; what failed is asked again. */
export function rememberingChat(chat: Chat): Chat {
  const channels = new Map<string, string>();
  const members = new Map<string, string | null>();
  return {
    ...chat,
    async direct(userId) {
      const channel = channels.get(userId) ?? (await chat.direct(userId));
      channels.set(userId, channel);
      return channel;
    },
    async memberByEmail(email) {
      const known = members.get(email);
      const member = known === undefined ? await chat.memberByEmail(email) : known;
      members.set(email, member);
      return member;
    },
  };
}
