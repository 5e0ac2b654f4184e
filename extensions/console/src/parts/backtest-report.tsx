// What a backtest found: alerts a week, who would have been caught and how early, who was missed, how often in vain.
import { Grid, Stack, Table, Text } from '@mantine/core';
import type { BacktestRuleAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';

type Report = BacktestRuleAnswer;
const mostShown = 20;

export function BacktestReport({ report }: { report: Report }) {
  const { t, number, percent } = useWords();
  const share = (value: number | null) => (value === null ? t('console.none') : percent(value));
  const outcome = t(`console.backtest.outcome.${report.outcome}`);
  const { daysEarly } = report;
  const facts: [string, string][] = [
    [t('console.backtest.perWeek'), number(report.alertsPerWeek, 1)],
    [
      t('console.backtest.caught', { outcome }),
      t('console.backtest.of', {
        part: number(report.caught.length),
        whole: number(report.outcomes),
        share: share(report.recall),
      }),
    ],
    [
      t('console.backtest.early'),
      daysEarly === null
        ? t('console.none')
        : t('console.backtest.early.days', {
            median: number(daysEarly.median),
            least: number(daysEarly.least),
            most: number(daysEarly.most),
          }),
    ],
    [t('console.backtest.twoWeeks'), share(report.caughtTwoWeeksEarly)],
    [t('console.backtest.vain'), number(report.falseAlerts)],
    [t('console.backtest.undecided'), number(report.undecided)],
    [t('console.backtest.precision'), share(report.precision)],
    [t('console.backtest.precisionSoFar'), share(report.precisionSoFar)],
    [t('console.backtest.unknown'), share(report.unknown)],
  ];
  return (
    <Stack data-backtest>
      <Text size="sm" c="dimmed">
        {t('console.backtest.asked', {
          subjects: number(report.subjects),
          evaluations: number(report.evaluations),
          from: report.from,
          to: report.to,
        })}
      </Text>
      {report.outcomes === 0 && (
        <Text size="sm" c="orange">
          {t('console.backtest.nothingHappened', { outcome })}
        </Text>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Table verticalSpacing={4}>
            <Table.Tbody>
              {facts.map(([name, value]) => (
                <Table.Tr key={name}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td className="number" fw={600}>
                    {value}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Weeks weeks={report.weeks} />
          <Overlap overlap={report.overlap} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Caught report={report} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Missed report={report} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** One bar a week, the oldest first. */
function Weeks({ weeks }: { weeks: Report['weeks'] }) {
  const { t, number } = useWords();
  const most = Math.max(1, ...weeks);
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t('console.backtest.weeks')}
      </Text>
      <div className="weeks" role="img" aria-label={`${t('console.backtest.weeks')}: ${weeks.join(', ')}`}>
        {weeks.map((alerts, week) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place
          <span key={week} title={String(alerts)} style={{ height: `${(100 * alerts) / most}%` }} />
        ))}
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        {t('console.backtest.weeks.most', { most: number(Math.max(0, ...weeks)) })}
      </Text>
    </div>
  );
}

function Overlap({ overlap }: { overlap: Report['overlap'] }) {
  const { t, known, number } = useWords();
  const told = overlap.filter(({ both, onlyOther }) => both + onlyOther > 0);
  if (told.length === 0) return null;
  /** A live rule, or what was really advised, by its situation: `health:risk`, `rule:house-logins-falling`, `journey:...`. */
  const named = ({ id, title }: Report['overlap'][number]) => {
    const [what = '', of] = id.split(':');
    if (of === undefined) return known(`rule.house.${id}`, title);
    const own = title === id ? of : title;
    if (what === 'journey') return t('console.backtest.advised', { what: own });
    const story =
      what === 'rule' ? known(`rule.house.${of}`, own) : known(`console.backtest.story.${of}`, own);
    return t('console.backtest.advised', { what: story });
  };
  return (
    <Table verticalSpacing={4} mt="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('console.backtest.overlap')}</Table.Th>
          <Table.Th className="number">{t('console.backtest.both')}</Table.Th>
          <Table.Th className="number">{t('console.backtest.onlyThis')}</Table.Th>
          <Table.Th className="number">{t('console.backtest.onlyOther')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {told.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>{named(one)}</Table.Td>
            <Table.Td className="number">{number(one.both)}</Table.Td>
            <Table.Td className="number">{number(one.onlyThis)}</Table.Td>
            <Table.Td className="number">{number(one.onlyOther)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Caught({ report }: { report: Report }) {
  const { t, number } = useWords();
  const { caught } = report;
  if (caught.length === 0) return null;
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('console.backtest.caught.who')}</Table.Th>
          <Table.Th>{t('console.backtest.alertAt')}</Table.Th>
          <Table.Th>{t('console.backtest.outcomeAt')}</Table.Th>
          <Table.Th className="number">{t('console.backtest.daysEarly')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {caught.slice(0, mostShown).map((one) => (
          <Table.Tr key={one.subject}>
            <Table.Td>
              <Link to={`/subjects/${one.subject}`}>{one.name}</Link>
            </Table.Td>
            <Table.Td>{one.alertAt}</Table.Td>
            <Table.Td>{one.outcomeAt}</Table.Td>
            <Table.Td className="number">{number(one.daysEarly)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      {caught.length > mostShown && (
        <Table.Caption>
          {t('console.backtest.more', { count: number(caught.length - mostShown) })}
        </Table.Caption>
      )}
    </Table>
  );
}

function Missed({ report }: { report: Report }) {
  const { t, number } = useWords();
  const { missed } = report;
  if (missed.length === 0) return null;
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('console.backtest.missed')}</Table.Th>
          <Table.Th>{t('console.backtest.outcomeAt')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {missed.slice(0, mostShown).map((one) => (
          <Table.Tr key={one.subject}>
            <Table.Td>
              <Link to={`/subjects/${one.subject}`}>{one.name}</Link>
            </Table.Td>
            <Table.Td>{one.outcomeAt}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      {missed.length > mostShown && (
        <Table.Caption>
          {t('console.backtest.more', { count: number(missed.length - mostShown) })}
        </Table.Caption>
      )}
    </Table>
  );
}
