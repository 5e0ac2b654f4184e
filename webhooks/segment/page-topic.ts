// What a page without a name is about, by the beginning of its path: only well-known words, since a path may tell of a person.

const topics = [
  ...[
    'pricing',
    'prices',
    'price',
    'plans',
    'compare',
    'comparison',
    'demo',
    'trial',
    'contact',
    'contact-us',
  ],
  ...['whitepaper', 'whitepapers', 'white-paper', 'white-papers', 'ebook', 'ebooks', 'resources', 'webinars'],
  ...['docs', 'documentation', 'help', 'support', 'status', 'blog', 'customers', 'case-studies', 'careers'],
  ...['product', 'products', 'features', 'integrations', 'security', 'signup', 'login'],
  ...['价格', '定价', '白皮书', '产品', '功能', '对比', '试用', '文档'],
];
const known = new Set(topics);
/** `/en/pricing`, `/zh-cn/pricing`. */
const language = /^[a-z]{2}(-[a-z]{2,4})?$/;

/** `/pricing` of `/en/Pricing/?plan=team`; undefined where the path begins with anything else. */
export function pageTopic(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const parts = plain(path).split(/[?#]/)[0]?.toLowerCase().split('/').filter(Boolean) ?? [];
  const [first = '', second] = parts;
  const topic = language.test(first) && second !== undefined ? second : first;
  const word = topic.replace(/\.(html?|php|aspx?)$/, '');
  return known.has(word) ? `/${word}` : undefined;
}

function plain(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
