// Makers of what the card of a contact shows: one view per state, in English and Chinese.
import type { CardView } from '#http/hubspot/card-view.ts';
import type { Locale } from '#texts/texts.ts';

type Scored = Extract<CardView, { state: 'ready' }>;

/** `zh` where the locale is Chinese, `en` otherwise: the fixtures read like the real thing in both. */
const pick = (locale: Locale, en: string, zh: string) => (locale === 'zh-CN' ? zh : en);

export function aContactView(locale: Locale, over: Partial<Scored> = {}): Scored {
  const t = (en: string, zh: string) => pick(locale, en, zh);
  return {
    state: 'ready',
    notice: null,
    subject: { kind: 'contact', id: '101', name: t('Ada Okafor', '欧阳雪') },
    score: {
      label: t('Lead score', '线索评分'),
      value: 82,
      band: { code: 'A', label: t('A · Very promising', 'A · 很有希望'), tone: 'success' },
      headline: t(
        'Likely to become a customer: 42%, more than twice the usual 18%.',
        '成交可能性 42%，是平均水平 18% 的两倍多。',
      ),
    },
    trend: {
      points: [41, 44, 43, 52, 58, 61, 60, 70, 74, 82].map((value, week) => ({
        date: new Date(Date.UTC(2026, 8, 20 + week * 7)).toISOString(),
        value,
      })),
      movement: {
        direction: 'up',
        good: true,
        text: '+12',
        comparedWith: t('in 14 days', '（14 天内）'),
      },
    },
    probability: {
      label: t('Chance to convert', '成交概率'),
      value: 0.42,
      text: '42%',
      low: 0.33,
      high: 0.51,
      intervalText: t('between 33% and 51%', '33% 至 51% 之间'),
    },
    expected: null,
    confidence: {
      value: 0.86,
      label: t('High', '高'),
      tone: 'success',
      why: t(
        'Learned from 2,140 closed contacts; 9 of 11 fields are filled.',
        '基于 2,140 个已结案联系人；11 个字段填了 9 个。',
      ),
    },
    dataAge: {
      asOf: '2026-11-22T09:00:00.000Z',
      sentence: t('Data from 3 hours ago', '数据截至 3 小时前'),
      stale: false,
    },
    reasons: {
      for: [
        {
          label: t('Source', '来源'),
          value: t('Referral', '客户推荐'),
          direction: 'for',
          usual: null,
          hint: null,
          points: 14.2,
          source: t('HubSpot · Original source', 'HubSpot · 原始来源'),
          date: t('3 months ago', '3 个月前'),
        },
        {
          label: t('Pricing page visits this week', '本周查看价格页'),
          value: t('3 times', '3 次'),
          direction: 'for',
          usual: null,
          hint: null,
          points: 9,
          source: t('Website', '网站'),
          date: t('yesterday', '昨天'),
        },
        {
          label: t('Replied to the last mail within', '回复上一封邮件用时'),
          value: t('2 hours', '2 小时'),
          direction: 'for',
          usual: null,
          hint: null,
          points: 5,
          source: t('HubSpot · Email', 'HubSpot · 邮件'),
          date: t('2 days ago', '2 天前'),
        },
      ],
      against: [
        {
          label: t('Company size', '公司规模'),
          value: t('not known', '未知'),
          direction: 'against',
          usual: t('usual: 80', '通常为 80'),
          hint: t('You can change this.', '这一点您可以改变。'),
          points: -6.4,
          source: t('HubSpot · Company size', 'HubSpot · 公司规模'),
          date: null,
        },
      ],
    },
    parts: [],
    say: null,
    nextStep: {
      adviceId: 'adv-1',
      title: t('Call Ada today', '今天给欧阳雪打电话'),
      why: t(
        'She looked at the pricing page three times this week and answered within two hours.',
        '她本周三次查看价格页，并在两小时内回复了邮件。',
      ),
      confidence: t(
        'Of 310 contacts called at this point, 38% converted; of those left alone, 15%.',
        '在这个阶段打过电话的 310 人中有 38% 成交，没打的只有 15%。',
      ),
      due: t('Due today', '今天到期'),
      overdue: false,
      answers: [
        { answer: 'done', label: t('Done', '已完成') },
        { answer: 'dismissed', label: t('Dismiss', '忽略') },
        { answer: 'not_useful', label: t('Not useful', '没有帮助') },
      ],
      answered: null,
    },
    lastActions: [
      {
        id: 'act-1',
        what: t('Task “Call Ada today” created for Bo Lindqvist', '已为林博创建任务“今天给欧阳雪打电话”'),
        when: t('today 09:12', '今天 09:12'),
        at: '2026-11-22T09:12:00.000Z',
      },
      {
        id: 'act-2',
        what: t('Alert sent to #sales-emea', '已发送提醒到 #sales-emea'),
        when: t('yesterday', '昨天'),
        at: '2026-11-21T16:40:00.000Z',
      },
    ],
    links: [
      {
        label: t('Open in Revloop', '在 Revloop 中打开'),
        url: 'https://revloop.example.com/console/subjects/101',
      },
    ],
    ...over,
  };
}

/** A portal too young to learn from: a prior stands in and the notice says so. */
export function aLittleHistoryView(locale: Locale): CardView {
  const t = (en: string, zh: string) => pick(locale, en, zh);
  return {
    ...aContactView(locale, { trend: null, lastActions: [] }),
    state: 'little_history',
    notice: {
      title: t('Too little history to be sure', '历史数据太少，还不能确定'),
      text: t(
        'Only 12 contacts are closed so far; from 50 on Revloop learns from your own. Until then this is a general rule of thumb.',
        '目前只有 12 个联系人已结案，满 50 个后 Revloop 会从您自己的数据中学习；在此之前这里只是通用经验。',
      ),
    },
    confidence: {
      value: 0.2,
      label: t('Low', '低'),
      tone: 'warning',
      why: t('12 closed contacts; 50 are needed.', '已结案 12 个，需要 50 个。'),
    },
  };
}

export function anEmptyView(locale: Locale): CardView {
  const { subject, links } = aContactView(locale);
  return {
    state: 'empty',
    subject,
    notice: {
      title: pick(locale, 'Not seen yet', '还没有分析过'),
      text: pick(
        locale,
        'Revloop reads this record within a minute and shows the score here.',
        'Revloop 会在一分钟内读取这条记录，并在这里显示评分。',
      ),
    },
    links,
  };
}

export function anErrorView(locale: Locale): CardView {
  return {
    ...anEmptyView(locale),
    state: 'error',
    notice: {
      title: pick(locale, 'HubSpot is not connected', 'HubSpot 未连接'),
      text: pick(
        locale,
        'The permission was revoked. Ask an admin to connect HubSpot again in the Revloop console.',
        '授权已被撤销。请管理员在 Revloop 控制台重新连接 HubSpot。',
      ),
    },
    links: [],
  };
}
