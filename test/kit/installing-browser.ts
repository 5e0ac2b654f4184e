// A browser in which somebody installs: it keeps its cookies and presses the buttons of consent pages; for tests.
import { z } from 'zod';

/** A browser that keeps its cookies and follows nothing by itself. */
export function aBrowser() {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    jar,
    async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie: cookie(), ...headers } });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (line.includes('Max-Age=0')) jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    },
  };
}
export type Browser = ReturnType<typeof aBrowser>;

/** Presses a button of the consent page; returns the address that the browser is sent back to. */
export async function decide(consent: string, form: Record<string, string>): Promise<string> {
  const url = new URL(consent);
  const answer = await fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([...url.searchParams, ...Object.entries(form)]),
  });
  return z.string().parse(answer.headers.get('location'));
}
