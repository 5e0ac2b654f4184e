// Opens a headless Chromium for tests: the machine's own where there is one, otherwise the one npm brought along.
import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { z } from 'zod';

export type TestBrowser = {
  /** A page in a context of its own (own cookies); `options` are Playwright's context options. */
  readonly page: (options?: BrowserContextOptions) => Promise<Page>;
  readonly close: () => Promise<void>;
};

// A busy machine is no failure: a page may take long to draw. Not a promise about speed, only an end.
const patience = 120_000;

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// The package's own args switch off web security and site isolation, so they are not used.
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** Opens a browser, which the caller closes. Works as root and as an ordinary user, on Linux. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await launch();
  const faces = await cjkFaces();
  return {
    page: (options) => pageWithFonts(browser, faces, options),
    close: () => browser.close(),
  };
}

async function launch(): Promise<Browser> {
  const own = await firstThere(installed);
  if (own !== undefined) return chromium.launch({ executablePath: own, args });
  const home = await unpacked();
  const env = {
    HOME: home,
    LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(home, 'fonts.conf'),
  };
  return chromium.launch({ executablePath: join(home, 'chromium'), args, env });
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
}

const unpackScript = `
import chromium, { inflate } from '@sparticuz/chromium';
import { fileURLToPath } from 'node:url';
await chromium.executablePath();
await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))));
`;

// The package unpacks into TMPDIR and takes whatever lies there, so it is unpacked by a process with a TMPDIR of its
// own and then moved into place in one step: test files that start at once do not see half a browser.
async function unpacked(): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(
      JSON.parse(
        await readFile(new URL('../package.json', import.meta.resolve('@sparticuz/chromium')), 'utf8'),
      ),
    );
  const home = join(tmpdir(), `revloop-chromium-${version}-${userInfo().uid}`);
  if ((await firstThere([join(home, 'fonts.conf')])) !== undefined) return home;
  const work = await mkdtemp(join(tmpdir(), 'revloop-chromium-'));
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', unpackScript], {
    cwd: import.meta.dirname,
    env: { TMPDIR: work, HOME: work },
  });
  await writeFile(
    join(work, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${home}/fonts/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>`,
  );
  await rename(work, home).catch(() => rm(work, { recursive: true, force: true }));
  return home;
}

type Face = { readonly file: string; readonly unicodeRange: string };

async function cjkFaces(): Promise<readonly Face[]> {
  const css = await readFile(new URL('./index.css', fontPackage), 'utf8');
  return [...css.matchAll(/url\(\.\/files\/([\w.-]+)\)[^}]*?unicode-range: ([^;]+);/g)].map((face) => ({
    file: z.string().parse(face[1]),
    unicodeRange: z.string().parse(face[2]),
  }));
}

const fontPackage = import.meta.resolve('@fontsource-variable/noto-sans-sc/index.css');

// Chromium takes no woff2 file as a system font, so the Chinese glyphs come as web fonts under names that a page's
// own font list is likely to have. They are fetched from the page's origin, so a strict content policy stays in force.
async function pageWithFonts(
  browser: Browser,
  faces: readonly Face[],
  options: BrowserContextOptions | undefined,
): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  await context.route('**/__test-fonts/*', (route) => {
    const file = z.string().parse(new URL(route.request().url()).pathname.split('/').at(-1));
    return route.fulfill({ path: fileURLToPath(new URL(`./files/${file}`, fontPackage)) });
  });
  await context.addInitScript({ content: `(${addFaces})(${JSON.stringify(faces)})` });
  return context.newPage();
}

// A constructed sheet, which a strict content policy allows. Chromium leaves text blank that it drew before the glyphs
// came, so when they come an unknown font feature is switched, which changes nothing but makes it draw again.
const addFaces = `(faces) => {
  if (!location.protocol.startsWith('http')) return;
  const sheet = new CSSStyleSheet();
  for (const family of ['Noto Sans SC', 'PingFang SC', 'Arial'])
    for (const { file, unicodeRange } of faces)
      sheet.insertRule('@font-face { font-family: "' + family + '"; font-weight: 100 900; src: url(' + location.origin +
        '/__test-fonts/' + file + '); unicode-range: ' + unicodeRange + '; }');
  const redraw = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet, redraw];
  let times = 0;
  document.fonts.addEventListener('loadingdone', () => {
    redraw.replaceSync('* { font-feature-settings: "none" ' + ++times + '; }');
  });
}`;
