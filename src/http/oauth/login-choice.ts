// The page on which an admin says where the people of their org log in, before Salesforce asks for consent.
import type { Reply } from '#http/reply.ts';
import type { HttpRequest } from '#http/request.ts';
import { localeOf, wordsPage } from '#http/words-page.ts';
import type { Logins } from '#ports/oauth.ts';
import { text } from '#texts/texts.ts';

const hosts = ['production', 'sandbox'] as const;

/** What has to be in the org first stands beside the choice: without it Salesforce's own page says only a code. */
export function loginChoice(request: HttpRequest, logins: Logins): Reply {
  const locale = localeOf(request);
  const { path } = request;
  const packages = packagesOf(logins);
  return wordsPage(
    locale,
    {
      title: 'install.choose.title',
      says: text(locale, packages.length === 0 ? 'install.choose.ask' : 'install.choose.says'),
      now: text(locale, 'install.choose.now'),
      links: [
        ...hosts.map((host) => ({
          label: `install.choose.${host}` as const,
          href: `${path}?host=${host}`,
        })),
        ...packages,
      ],
      form: {
        action: path,
        name: 'host',
        label: 'install.choose.domain',
        example: 'acme.my.salesforce.com',
        button: 'install.choose.go',
      },
    },
    200,
  );
}

/** Links by which an admin installs the package; none while it is not published. */
export function packagesOf(logins: Logins) {
  const some = logins.choice ? hosts : hosts.slice(0, 1);
  return some.flatMap((host) => {
    const href = logins.packageUrl(logins.url(host));
    return href === null ? [] : [{ label: `install.package.${host}` as const, href }];
  });
}
