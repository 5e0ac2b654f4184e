// Waits for something to become true; says what it waited for when it does not.

/** Asks again and again, for two minutes at most unless told otherwise. Not a promise about speed: only an end. */
export async function until(
  condition: () => unknown | Promise<unknown>,
  what: string | (() => unknown | Promise<unknown>),
  mostMs = 120_000,
): Promise<void> {
  const end = performance.now() + mostMs;
  for (;;) {
    if (await condition()) return;
    if (performance.now() > end) {
      const seen = typeof what === 'string' ? what : await what();
      throw new Error(`waited in vain for: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
