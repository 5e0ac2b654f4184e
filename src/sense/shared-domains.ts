// Domains that many people or companies share: an address there names nobody's company.

/** The large providers of mail for everybody. */
const mail = [
  ...['gmail.com', 'googlemail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'live.com', 'msn.com'],
  ...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'gmx.de', 'gmx.net', 'gmx.com', 'web.de', 't-online.de'],
  ...['mail.ru', 'yandex.ru', 'proton.me', 'protonmail.com', 'zoho.com', 'mail.com', 'qq.com', '163.com'],
  ...['126.com', 'sina.com', 'sohu.com', 'foxmail.com', 'aliyun.com', 'yahoo.co.jp', 'yahoo.co.in'],
  ...[
    'yahoo.co.uk',
    'yahoo.fr',
    'rediffmail.com',
    'orange.fr',
    'wanadoo.fr',
    'free.fr',
    'libero.it',
    'naver.com',
  ],
];

/** Where companies without a site of their own have a page. */
const hosting = [
  ...['facebook.com', 'linkedin.com', 'instagram.com', 'twitter.com', 'x.com', 'youtube.com', 'tiktok.com'],
  ...[
    'linktr.ee',
    'yelp.com',
    'sites.google.com',
    'google.com',
    'business.site',
    'wordpress.com',
    'blogspot.com',
  ],
  ...[
    'wixsite.com',
    'weebly.com',
    'squarespace.com',
    'myshopify.com',
    'github.io',
    'medium.com',
    'notion.site',
  ],
  ...[
    'herokuapp.com',
    'netlify.app',
    'vercel.app',
    'web.app',
    'godaddysites.com',
    'jimdosite.com',
    'weibo.com',
  ],
];

export const freeMail: ReadonlySet<string> = new Set(mail);
export const sharedDomains: readonly string[] = [...mail, ...hosting];
