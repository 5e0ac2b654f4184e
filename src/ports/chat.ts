// What stages need of a chat: Slack now.

/** A message as blocks of the platform, with the plain text that stands for it in a notification. */
export type ChatMessage = {
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
  /** Travels with the message unseen, so that `find` can tell whether it arrived. */
  readonly mark?: string;
};
export type MessageRef = { readonly channel: string; readonly ts: string };

export type ChatMember = {
  readonly name: string /** BCP 47, null when not known. */;
  readonly locale: string | null;
};

/**
 * One connected workspace. Errors: CHAT_REVOKED, CHAT_MISCONFIGURED, CHAT_LIMIT (waitMs), CHAT_BUSY (waitMs; a message
 * may or may not have arrived), CHAT_REFUSED (its code).
 */
export type Chat = {
  post(channel: string, message: ChatMessage, thread?: string): Promise<MessageRef>;
  update(ref: MessageRef, message: ChatMessage): Promise<void>;
  /** The message with this mark, sent at or after `since`; `unknown` where we are not allowed to look. */
  find(channel: string, mark: string, since: Date): Promise<MessageRef | null | 'unknown'>;
  /** Opens the direct channel with a user. */
  direct(userId: string): Promise<string>;
  /** Id of the member with this e-mail, or null. */
  memberByEmail(email: string): Promise<string | null>;
  member(userId: string): Promise<ChatMember | null>;
  publishHome(userId: string, blocks: ChatMessage['blocks']): Promise<void>;
  openModal(triggerId: string, view: Readonly<Record<string, unknown>>): Promise<void>;
  revoke(): Promise<void>;
};
