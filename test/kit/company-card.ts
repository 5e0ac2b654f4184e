// Makes what the card of an endangered company shows, in English and Chinese.
import type { CardView } from '#http/hubspot/card-view.ts';
import { type Locale, text } from '#texts/texts.ts';
import { aContactView } from './contact-card.ts';

type Scored = Extract<CardView, { state: 'ready' }>;

const pick = (locale: Locale, en: string, zh: string) => (locale === 'zh-CN' ? zh : en);

export function aCompanyView(locale: Locale, over: Partial<Scored> = {}): Scored {
  const t = (en: string, zh: string) => pick(locale, en, zh);
  const down = { direction: 'down', good: false, comparedWith: t('in 14 days', '（14 天内）') } as const;
  const contact = aContactView(locale);
  return {
    ...contact,
    subject: { kind: 'company', id: '201', name: t('Northwind Analytics', '北风数据') },
    score: {
      label: t('Health', '健康度'),
      value: 34,
      band: { code: 'at_risk', label: t('At risk', '有流失风险'), tone: 'danger' },
      headline: t(
        'Likely to leave before the renewal on 14 January: 37%, three times the usual.',
        '1 月 14 日续约前流失的可能性为 37%，是平均水平的三倍。',
      ),
    },
    trend: {
      points: [78, 76, 77, 71, 66, 60, 57, 48, 41, 34].map((value, week) => ({
        date: new Date(Date.UTC(2026, 8, 20 + week * 7)).toISOString(),
        value,
      })),
      movement: { ...down, text: '−14' },
    },
    probability: {
      label: t('Chance to leave', '流失概率'),
      value: 0.37,
      text: '37%',
      low: 0.24,
      high: 0.52,
      intervalText: t('between 24% and 52%', '24% 至 52% 之间'),
    },
    confidence: {
      value: 0.58,
      label: t('Medium', '中'),
      tone: 'warning',
      why: t(
        'Only 46 customers have left so far, so the range is wide.',
        '目前只有 46 家流失客户可供学习，所以区间较宽。',
      ),
    },
    dataAge: {
      asOf: '2026-11-18T09:00:00.000Z',
      sentence: t('Data 4 days old: product events stopped', '数据已是 4 天前的：产品事件中断'),
      stale: true,
    },
    reasons: {
      for: [],
      against: [
        {
          label: t('Weekly active users', '每周活跃用户'),
          value: t('21 → 8', '21 → 8'),
          direction: 'against',
          usual: null,
          hint: null,
          points: -18,
          source: t('Product events', '产品事件'),
          date: t('since 1 November', '11 月 1 日以来'),
        },
        {
          label: t('Open tickets waiting longer than 3 days', '超过 3 天未处理的工单'),
          value: '4',
          direction: 'against',
          usual: null,
          hint: null,
          points: -11,
          source: t('HubSpot · Tickets', 'HubSpot · 工单'),
          date: t('today', '今天'),
        },
      ],
    },
    parts: [
      {
        key: 'usage',
        label: t('Product use', '产品使用'),
        value: 22,
        tone: 'danger',
        detail: t('8 of 40 seats active', '40 个席位中 8 个活跃'),
        movement: { ...down, text: '−31' },
      },
      {
        key: 'support',
        label: t('Support', '客户支持'),
        value: 41,
        tone: 'warning',
        detail: t('4 tickets waiting', '4 张工单在等'),
        movement: { ...down, text: '−9' },
      },
      {
        key: 'relationship',
        label: t('Relationship', '客户关系'),
        value: 63,
        tone: 'success',
        detail: t('Last talk 12 days ago', '上次沟通在 12 天前'),
        movement: null,
      },
    ],
    say: {
      bands: (['healthy', 'watch', 'at_risk'] as const).map((band) => ({
        band,
        label: text(locale, `card.view.band.${band}`),
      })),
      said: null,
    },
    nextStep: {
      adviceId: 'adv-2',
      title: t('Call the champion and clear the four tickets', '联系内部支持者，并处理掉 4 张工单'),
      why: t(
        'Use fell after the tickets stayed open; customers in this state who got a call renewed twice as often.',
        '工单积压之后使用量下降；同样情况下接到电话的客户，续约率高出一倍。',
      ),
      confidence: t('Seen with 58 customers.', '来自 58 家客户的经验。'),
      due: t('Overdue since Friday', '周五起已逾期'),
      overdue: true,
      answers: contact.nextStep?.answers ?? [],
      answered: null,
    },
    ...over,
  };
}
