// Invented names for the people and companies of the demo world, from many languages.
import type { industry } from './causes.ts';
import type { Random } from './random.ts';

/** `mail` is how the name is written in an e-mail address. */
export type PersonName = { readonly first: string; readonly last: string; readonly mail: string };

type Pool = {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly share: number;
  readonly country: string;
  readonly cities: readonly string[];
};

const words = (text: string) => text.split(' ');

const pools = {
  english: {
    ...{ share: 26, country: 'United States', cities: words('Boston Denver Austin Seattle Portland') },
    first: words(
      'Olivia Henry Grace Marcus Ellen Victor Naomi Julian Audrey Calvin Hazel Desmond Ruth Owen Joanna Leon',
    ),
    last: words(
      'Hartley Winslow Mercer Ashdown Pryor Caldwell Renshaw Whitlock Garner Fenwick Thorne Bexley Lowell Draper',
    ),
  },
  chinese: {
    ...{ share: 16, country: 'China', cities: words('上海 杭州 深圳 成都 北京') },
    first: words(
      '晓彤/xiaotong 子轩/zixuan 雨桐/yutong 思远/siyuan 佳宁/jianing 浩然/haoran 静怡/jingyi 明哲/mingzhe 若曦/ruoxi 志强/zhiqiang 婉清/wanqing 俊杰/junjie',
    ),
    last: words('任/ren 顾/gu 沈/shen 陆/lu 方/fang 程/cheng 苏/su 叶/ye 韩/han 江/jiang 唐/tang 许/xu'),
  },
  german: {
    ...{ share: 13, country: 'Germany', cities: words('Hamburg Leipzig Stuttgart Köln Bremen') },
    first: words('Anke Jörg Katrin Matthias Heike Florian Ulrike Tobias Silke Jonas Birgit Lukas'),
    last: words('Brandt Vogler Steinhoff Reuter Kessler Lindner Hagen Petersen Wolff Jäger Albers Roth'),
  },
  spanish: {
    ...{ share: 12, country: 'Spain', cities: words('Valencia Madrid Sevilla Bilbao Zaragoza') },
    first: words('Lucía Mateo Carmen Andrés Elena Javier Marta Diego Inés Pablo Rocío Tomás'),
    last: words('Serrano Villalba Ortega Cordero Ibarra Montes Salinas Quintero Prado Lozano Vega Robles'),
  },
  french: {
    ...{ share: 9, country: 'France', cities: words('Lyon Nantes Lille Bordeaux Grenoble') },
    first: words('Camille Étienne Margaux Bastien Solène Thibault Manon Rémi Apolline Gaspard'),
    last: words('Lacroix Dumont Marchand Aubry Perrin Fontaine Guérin Lemoine Barbier Colas'),
  },
  indian: {
    ...{ share: 10, country: 'India', cities: words('Pune Bengaluru Hyderabad Chennai Jaipur') },
    first: words('Ananya Rohan Kavya Arjun Meera Vikram Priya Siddharth Nandini Aditya'),
    last: words('Iyer Deshpande Kulkarni Menon Bhatt Chaudhary Rao Saxena Pillai Joshi'),
  },
  nordic: {
    ...{ share: 8, country: 'Sweden', cities: words('Malmö Uppsala Göteborg Lund Västerås') },
    first: words('Astrid Henrik Signe Lars Ingrid Mikkel Freja Anders Liv Oskar'),
    last: words('Lindqvist Halvorsen Dahl Nyberg Ekström Sørensen Holm Sandberg Berglund Åkesson'),
  },
  african: {
    ...{ share: 6, country: 'South Africa', cities: ['Cape Town', 'Durban', 'Pretoria'] },
    first: words('Amara Kwame Zanele Tunde Nia Sipho Chioma Jabari Thandi Kofi'),
    last: words('Okafor Mensah Dlamini Adeyemi Nkosi Boateng Mokoena Achebe Sithole Osei'),
  },
} as const satisfies Record<string, Pool>;

const shares: Readonly<Record<keyof typeof pools, number>> = {
  english: pools.english.share,
  chinese: pools.chinese.share,
  german: pools.german.share,
  spanish: pools.spanish.share,
  french: pools.french.share,
  indian: pools.indian.share,
  nordic: pools.nordic.share,
  african: pools.african.share,
};
export type Culture = keyof typeof pools;

function latin(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

export function aCulture(random: Random): Culture {
  return random.weighted(shares);
}

export function aPerson(random: Random, culture: Culture): PersonName {
  const pool: Pool = pools[culture];
  const [first = '', firstMail] = random.pick(pool.first).split('/');
  const [last = '', lastMail] = random.pick(pool.last).split('/');
  return { first, last, mail: `${firstMail ?? latin(first)}.${lastMail ?? latin(last)}` };
}

export function aPlace(
  random: Random,
  culture: Culture,
): { readonly country: string; readonly city: string } {
  const pool: Pool = pools[culture];
  return { country: pool.country, city: random.pick(pool.cities) };
}

const starts = words(
  'Alder Bright Cedar Copper Delta Ember Falken Granit Harbor Iris Juniper Kestrel Linden Maris Nordlys Opal Pine Quarz Ravel Sable Tessel Umbra Verdan Willow Yarrow Zephyr Brook Clar Dover Elm Fjord Glen',
);
const middles = words('field stone wick mark line bay port mont haven vale crest way gate point ridge loom');
const ends = {
  COMPUTER_SOFTWARE: words('Software Systems Labs Cloud'),
  LOGISTICS_AND_SUPPLY_CHAIN: words('Freight Logistics Cargo Supply'),
  FINANCIAL_SERVICES: words('Capital Finance Trust Partners'),
  MACHINERY: words('Machines Tools Works Engineering'),
  HOSPITAL_HEALTH_CARE: words('Health Clinics Care Medical'),
  RETAIL: words('Stores Retail Market Goods'),
  EDUCATION_MANAGEMENT: words('Academy Learning School Institute'),
} as const satisfies Record<keyof typeof industry, readonly string[]>;
const chineseEnds = {
  COMPUTER_SOFTWARE: '软件',
  LOGISTICS_AND_SUPPLY_CHAIN: '物流',
  FINANCIAL_SERVICES: '金融',
  MACHINERY: '机械',
  HOSPITAL_HEALTH_CARE: '医疗',
  RETAIL: '商贸',
  EDUCATION_MANAGEMENT: '教育',
} as const satisfies Record<keyof typeof industry, string>;
const chineseStarts = words(
  '云帆/yunfan 启明/qiming 恒川/hengchuan 海棠/haitang 锦程/jincheng 星野/xingye 汇泽/huize 青禾/qinghe 远山/yuanshan 润石/runshi',
);

/** A company name and its domain, which ends in `.example` so that nobody real is ever written to. */
export function aCompany(
  random: Random,
  culture: Culture,
  kind: keyof typeof industry,
): { name: string; domain: string } {
  const number = random.whole(10, 999);
  if (culture === 'chinese') {
    const [name = '', mail = ''] = random.pick(chineseStarts).split('/');
    const place = random.pick(pools.chinese.cities);
    return { name: `${place}${name}${chineseEnds[kind]}`, domain: `${mail}${number}.example` };
  }
  const start = `${random.pick(starts)}${random.pick(middles)}`;
  const end = random.pick(ends[kind]);
  return { name: `${start} ${end}`, domain: `${start.toLowerCase()}-${end.toLowerCase()}${number}.example` };
}
