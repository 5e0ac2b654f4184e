// The text of a file whose encoding nobody told: UTF-8 or UTF-16, else GB18030, else Windows-1252.
import { fail } from '#errors.ts';

type Bytes = AsyncIterable<unknown>;
type Open = (range: { readonly start?: number; readonly end?: number }) => Bytes;

export type Decoded = { readonly encoding: string; readonly pieces: AsyncIterable<string> };

/** `open` reads the file from the start as often as it is called. Errors: TABLE_INVALID where it cannot be read. */
export async function decodedPieces(file: string, open: Open): Promise<Decoded> {
  try {
    const encoding = await encodingOf(open);
    return { encoding, pieces: decode(open({}), encoding, false) };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    return fail('TABLE_INVALID', { file, problem }, { cause });
  }
}

async function encodingOf(open: Open): Promise<string> {
  for await (const chunk of open({ end: 3 })) {
    const [one = 0, two = 0] = bytesOf(chunk);
    if (one === 0xff && two === 0xfe) return 'utf-16le';
    if (one === 0xfe && two === 0xff) return 'utf-16be';
    break;
  }
  for (const encoding of ['utf-8', 'gb18030']) if (await isWhole(open, encoding)) return encoding;
  return 'windows-1252';
}

async function isWhole(open: Open, encoding: string): Promise<boolean> {
  try {
    for await (const _ of decode(open({}), encoding, true));
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function* decode(bytes: Bytes, encoding: string, fatal: boolean): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal });
  for await (const chunk of bytes) {
    const text = decoder.decode(bytesOf(chunk), { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function bytesOf(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
}
