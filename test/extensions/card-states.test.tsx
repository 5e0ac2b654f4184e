// What the card shows in each state, in the tab and the sidebar, in English and Chinese.
import {
  Alert,
  Button,
  EmptyState,
  ErrorState,
  LineChart,
  LoadingSpinner,
  ProgressBar,
  ScoreCircle,
  StatusTag,
  Tag,
} from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { textsFor } from '#cards/texts.ts';
import { aCompanyView } from '#kit/company-card.ts';
import { aContactView, aLittleHistoryView, anEmptyView, anErrorView } from '#kit/contact-card.ts';
import { toLocale } from '#texts/texts.ts';
import { aBackEnd, showCard, wordsOf } from './kit.tsx';

const wheres = ['crm.record.tab', 'crm.record.sidebar'] as const;

describe.each(wheres)('in %s', (where) => {
  describe.each(['en', 'zh-cn'])('for a person whose locale is %s', (tag) => {
    const locale = toLocale(tag);
    const texts = textsFor(tag);

    test('says that it is reading, and asks for this record in this language', async () => {
      const { fetcher, calls } = aBackEnd({ views: [aContactView(locale)] });
      const { renderer } = showCard({ fetcher, where, locale: tag });
      expect(renderer.find(LoadingSpinner).props.label).toBe(texts.loading);
      await renderer.waitFor(() => renderer.find(ScoreCircle));
      expect(calls[0]?.url.href).toBe(
        `https://revloop.example.com/hubspot/card?objectTypeId=0-1&objectId=101&locale=${tag}`,
      );
    });

    test('says how promising a contact is, why, how sure, how old the data is and what to do next', async () => {
      const view = aContactView(locale);
      const { renderer } = showCard({ fetcher: aBackEnd({ views: [view] }).fetcher, where, locale: tag });
      await renderer.waitFor(() => renderer.find(ScoreCircle));
      expect(renderer.find(ScoreCircle).props.score).toBe(82);
      const text = wordsOf(renderer.getRootNode());
      for (const sentence of [
        view.score.band.label,
        view.score.headline,
        view.confidence.label,
        view.dataAge.sentence,
        view.nextStep?.title,
        view.nextStep?.why,
        ...view.reasons.for.map((reason) => reason.label),
        ...view.reasons.against.map((reason) => reason.label),
        ...view.reasons.against.map((reason) => reason.hint),
        ...(where === 'crm.record.tab' ? view.reasons.against.map((reason) => reason.usual) : []),
      ]) {
        expect(text).toContain(sentence);
      }
      expect(renderer.findAll(Tag).map((tag) => tag.text)).toEqual(expect.arrayContaining(['+14', '−6']));
    });

    test('says how endangered a company is, part by part, and that the data is old', async () => {
      const view = aCompanyView(locale);
      const { renderer } = showCard({ fetcher: aBackEnd({ views: [view] }).fetcher, where, locale: tag });
      await renderer.waitFor(() => renderer.find(ScoreCircle));
      expect(
        renderer.findAll(ProgressBar).map((bar) => [bar.props.title, bar.props.value, bar.props.variant]),
      ).toEqual([
        [view.parts[0]?.label, 22, 'danger'],
        [view.parts[1]?.label, 41, 'warning'],
        [view.parts[2]?.label, 63, 'success'],
      ]);
      const tags = renderer.findAll(StatusTag);
      expect(tags.find((tag) => tag.text === view.score.band.label)?.props.variant).toBe('danger');
      expect(tags.find((tag) => tag.text === view.dataAge.sentence)?.props.variant).toBe('warning');
      expect(tags.find((tag) => tag.text === view.nextStep?.due)?.props.variant).toBe('danger');
    });

    test('says that there is too little history and how unsure the score is', async () => {
      const view = aLittleHistoryView(locale);
      const { renderer } = showCard({ fetcher: aBackEnd({ views: [view] }).fetcher, where, locale: tag });
      await renderer.waitFor(() => renderer.find(ScoreCircle));
      expect(renderer.find(Alert).props.title).toBe('notice' in view ? view.notice?.title : '');
      expect(wordsOf(renderer.getRootNode())).toContain('confidence' in view ? view.confidence.label : '');
    });

    test('says that the record was not seen yet, and looks again when asked', async () => {
      const { fetcher, calls } = aBackEnd({ views: [anEmptyView(locale), aContactView(locale)] });
      const { renderer } = showCard({ fetcher, where, locale: tag });
      await renderer.waitFor(() => renderer.find(EmptyState));
      expect(renderer.find(EmptyState).props.title).toBe(
        anEmptyView(locale).subject && texts && anEmptyTitle(locale),
      );
      renderer.find(Button).trigger('onClick');
      await renderer.waitFor(() => renderer.find(ScoreCircle));
      expect(calls).toHaveLength(2);
    });

    test('passes on what the server says is wrong', async () => {
      const { renderer } = showCard({
        fetcher: aBackEnd({ views: [anErrorView(locale)] }).fetcher,
        where,
        locale: tag,
      });
      await renderer.waitFor(() => renderer.find(ErrorState));
      const view = anErrorView(locale);
      expect(renderer.find(ErrorState).props.title).toBe(view.state === 'error' ? view.notice.title : '');
    });

    test('says that Revloop cannot be reached, and tries again when asked', async () => {
      const { fetcher } = aBackEnd({ views: ['down', aContactView(locale)] });
      const { renderer } = showCard({ fetcher, where, locale: tag });
      await renderer.waitFor(() => renderer.find(ErrorState));
      expect(renderer.find(ErrorState).props.title).toBe(texts['failed.title']);
      renderer.find(Button).trigger('onClick');
      await renderer.waitFor(() => renderer.find(ScoreCircle));
    });
  });
});

function anEmptyTitle(locale: 'en' | 'zh-CN'): string {
  const view = anEmptyView(locale);
  return view.state === 'empty' ? view.notice.title : '';
}

test('draws the trend in the tab only, as dates against scores', async () => {
  const view = aContactView('en');
  const tab = showCard({ fetcher: aBackEnd({ views: [view] }).fetcher }).renderer;
  await tab.waitFor(() => tab.find(LineChart));
  expect(tab.find(LineChart).props.data).toContainEqual({ date: Date.UTC(2026, 10, 22), value: 82 });
  const side = showCard({
    fetcher: aBackEnd({ views: [view] }).fetcher,
    where: 'crm.record.sidebar',
  }).renderer;
  await side.waitFor(() => side.find(ScoreCircle));
  expect(side.maybeFind(LineChart)).toBeNull();
});

test('draws no line through a single score', async () => {
  const trend = { points: [{ date: '2026-11-22T00:00:00.000Z', value: 50 }], movement: null };
  const { renderer } = showCard({ fetcher: aBackEnd({ views: [aContactView('en', { trend })] }).fetcher });
  await renderer.waitFor(() => renderer.find(ScoreCircle));
  expect(renderer.maybeFind(LineChart)).toBeNull();
  expect(wordsOf(renderer.getRootNode())).toContain(textsFor('en').noTrend);
});

test('says when there is nothing to do and nothing was done', async () => {
  const view = aContactView('en', { nextStep: null, lastActions: [], probability: null });
  const { renderer } = showCard({ fetcher: aBackEnd({ views: [view] }).fetcher });
  await renderer.waitFor(() => renderer.find(ScoreCircle));
  expect(wordsOf(renderer.getRootNode())).toContain(textsFor('en').noNextStep);
  expect(wordsOf(renderer.getRootNode())).toContain(textsFor('en').noActions);
});

test.each([
  ['a promising contact, what works in its favor', aContactView('en'), [14, 9, 5, -6]],
  ['an endangered company, what works against it', aCompanyView('en'), [-18, -11]],
] as const)('names first, for %s', async (_what, view, points) => {
  const { renderer } = showCard({
    fetcher: aBackEnd({ views: [view] }).fetcher,
    where: 'crm.record.sidebar',
  });
  await renderer.waitFor(() => renderer.find(ScoreCircle));
  const told = renderer.findAll(Tag).map((tag) => Number(tag.text?.replace('−', '-')));
  expect(told.filter((number) => !Number.isNaN(number))).toEqual(points);
  const titles = [textsFor('en').reasonsFor, textsFor('en').reasonsAgainst];
  const words = wordsOf(renderer.getRootNode());
  const [first, second] = view.score.band.tone === 'danger' ? titles.toReversed() : titles;
  expect(words.indexOf(first ?? '')).toBeLessThan(words.indexOf(second ?? ''));
});
