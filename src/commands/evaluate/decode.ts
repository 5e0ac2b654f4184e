// The text of a file whose encoding nobody told: UTF-8 or UTF-16, else GB18030, else Windows-1252.
import { fail, isRevloopError } from '#errors.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import type { TextKey } from '#texts/texts.ts';

type Bytes = AsyncIterable<unknown>;
type Open = (range: { readonly start?: number; readonly end?: number }) => Bytes;

export type Decoded = { readonly encoding: string; readonly pieces: AsyncIterable<string> };

/** `open` reads the file from the start as often as it is called. Errors: TABLE_INVALID where it cannot be read. */
export async function decodedPieces(file: string, open: Open): Promise<Decoded> {
  try {
    const encoding = await encodingOf(file, open);
    return { encoding, pieces: decode(open({}), encoding, false) };
  } catch (cause) {
    if (isRevloopError(cause)) throw cause;
    return fail('TABLE_INVALID', { file, problem: problemOf(cause) }, { cause });
  }
}

function problemOf(cause: unknown): string | InWords {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT') return inWords('table.noFile');
  if (code === 'EISDIR') return inWords('table.folder');
  return cause instanceof Error ? cause.message : String(cause);
}

/** How files begin that people take for tables, and that are none. */
const notText = [
  { begin: [0x50, 0x4b, 0x03, 0x04], is: 'table.is.workbook' },
  { begin: [0xd0, 0xcf, 0x11, 0xe0], is: 'table.is.oldWorkbook' },
  { begin: [0x1f, 0x8b], is: 'table.is.compressed' },
  { begin: [0x25, 0x50, 0x44, 0x46], is: 'table.is.pdf' },
  { begin: [0x89, 0x50, 0x4e, 0x47], is: 'table.is.picture' },
] as const satisfies readonly { readonly begin: readonly number[]; readonly is: TextKey }[];

function checkText(file: string, bytes: Uint8Array): void {
  const found = notText.find(({ begin }) => begin.every((byte, place) => bytes[place] === byte));
  const is = found?.is ?? (bytes.includes(0) ? 'table.is.noText' : null);
  if (is !== null) fail('TABLE_INVALID', { file, problem: inWords('table.notText', { what: inWords(is) }) });
}

/** UTF-16 without its mark: every second byte of what is mostly Latin is 0. Null where it is not that. */
function wideOf(bytes: Uint8Array): string | null {
  const zeros: [number, number] = [0, 0];
  bytes.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2 === 0 ? 0 : 1]++;
  });
  const [even, odd] = zeros;
  const enough = bytes.length / 4;
  if (odd > enough && even === 0) return 'utf-16le';
  return even > enough && odd === 0 ? 'utf-16be' : null;
}

async function encodingOf(file: string, open: Open): Promise<string> {
  for await (const chunk of open({ end: 4095 })) {
    const bytes = bytesOf(chunk);
    const [one = 0, two = 0] = bytes;
    if (one === 0xff && two === 0xfe) return 'utf-16le';
    if (one === 0xfe && two === 0xff) return 'utf-16be';
    const wide = wideOf(bytes);
    if (wide !== null) return wide;
    checkText(file, bytes);
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
