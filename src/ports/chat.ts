// What stages need of a chat: Slack now.

/** A message as blocks of the platform, with the plain text that stands for it in a notification. */
export type ChatMessage = {
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
};
export type MessageRef = { readonly channel: string; readonly ts: string };

/** One connected workspace. Errors: CHAT_REVOKED, CHAT_MISCONFIGURED, CHAT_LIMIT (waitMs), CHAT_REFUSED (its code). */
export type Chat = {
  post(channel: string, message: ChatMessage, thread?: string): Promise<MessageRef>;
  update(ref: MessageRef, message: ChatMessage): Promise<void>;
  /** Opens the direct channel with a user. */
  direct(userId: string): Promise<string>;
  /** Id of the member with this e-mail, or null. */
  memberByEmail(email: string): Promise<string | null>;
  publishHome(userId: string, blocks: ChatMessage['blocks']): Promise<void>;
  openModal(triggerId: string, view: Readonly<Record<string, unknown>>): Promise<void>;
  revoke(): Promise<void>;
};
