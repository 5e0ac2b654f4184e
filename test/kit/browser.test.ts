// The promise the browser kit keeps: a page opens with nothing installed, in Latin and in Chinese.
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('draws different glyphs for different Chinese characters, under a strict content policy', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', "default-src 'self'; style-src 'unsafe-inline'");
    response.end(
      '<!doctype html><style>p{font:40px Arial;width:60px}</style><p id="a">线</p><p id="b">康</p>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  try {
    const page = await browser.page({ viewport: { width: 200, height: 300 } });
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate('document.fonts.ready');
    const first = await page.locator('#a').screenshot();
    const second = await page.locator('#b').screenshot();
    expect(first.equals(second)).toBe(false);
  } finally {
    server.close();
  }
});

test('gives each page its own cookies', async () => {
  const one = await browser.page();
  const two = await browser.page();
  await one.context().addCookies([{ name: 'who', value: 'one', url: 'http://127.0.0.1/' }]);
  expect(await two.context().cookies('http://127.0.0.1/')).toEqual([]);
});
