// Replay ids: opaque bytes that name a place in an org's change log and cannot be computed or guessed.
import { createHmac, timingSafeEqual } from 'node:crypto';

// The sandbox guards nothing: the secret only keeps a subscriber from counting.
const secret = 'replay ids of the simulated org';
const half = 8;

function mac(...parts: readonly (string | Buffer)[]): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part).update('\0');
  return hmac.digest().subarray(0, half);
}

function masked(bytes: Buffer, proof: Buffer): Buffer {
  const mask = mac('mask', proof);
  return Buffer.from(bytes.map((byte, place) => byte ^ (mask[place] ?? 0)));
}

/** The id of a position in the log of an org. */
export function replayIdOf(org: string, position: number): Buffer {
  const bytes = Buffer.alloc(half);
  bytes.writeBigUInt64BE(BigInt(position));
  const proof = mac('proof', org, bytes);
  return Buffer.concat([masked(bytes, proof), proof]);
}

/** The position that an id of this org names; null when it is none of its ids. */
export function positionOf(org: string, replayId: Uint8Array): number | null {
  if (replayId.length !== 2 * half) return null;
  const proof = Buffer.from(replayId.subarray(half));
  const bytes = masked(Buffer.from(replayId.subarray(0, half)), proof);
  if (!timingSafeEqual(mac('proof', org, bytes), proof)) return null;
  return Number(bytes.readBigUInt64BE());
}
