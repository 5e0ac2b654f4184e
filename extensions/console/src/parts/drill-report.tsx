// The report of a drill: who was right, how far what was said came true, and what each should learn.
import '@mantine/charts/styles.css';
import { ScatterChart } from '@mantine/charts';
import { Alert, Badge, Grid, List, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { DrillReportAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Answered } from './states.tsx';

type Report = DrillReportAnswer['report'];
type Range = [number, number] | null;

export function DrillReport({ id }: { id: string }) {
  const report = useQuery({
    queryKey: ['drillReport', id],
    queryFn: () => ask<DrillReportAnswer>(`/api/drills/${id}/report`),
  });
  return <Answered query={report}>{(answer) => <Told answer={answer} />}</Answered>;
}

function Told({ answer: { drill, report } }: { answer: DrillReportAnswer }) {
  const { t, number } = useWords();
  const title = (
    <Title order={2} size="h3">
      {drill.title}
    </Title>
  );
  if (report.needed > 0) {
    return (
      <Stack>
        {title}
        <Alert color="yellow" title={t('console.drill.notYet')}>
          {t('console.drill.notYet.text', {
            known: number(report.known),
            judged: number(report.judged),
            needed: number(report.needed),
          })}
        </Alert>
        <Agreement report={report} />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      {title}
      <Lessons report={report} />
      <Judges report={report} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Calibration report={report} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Mix report={report} />
            <Agreement report={report} />
            <Review report={report} />
          </Stack>
        </Grid.Col>
      </Grid>
      <Apart report={report} target={drill.target} />
    </Stack>
  );
}

function useWho(): (who: string) => string {
  const { known } = useWords();
  return (who) => known(`console.drill.who.${who}`, who);
}

function Lessons({ report }: { report: Report }) {
  const { t, percent, number } = useWords();
  const whoIs = useWho();
  const share = (value: number | null) => (value === null ? '' : percent(value));
  return (
    <Card title={t('console.drill.lessons')}>
      {report.lessons.length === 0 && <Text c="dimmed">{t('console.drill.lessons.none')}</Text>}
      <List spacing="xs">
        {report.lessons.map((one) => (
          <List.Item key={`${one.code} ${one.who} ${one.label} ${one.level}`}>
            {t(`console.drill.lesson.${one.code}${one.label === null ? '' : '.group'}`, {
              who: whoIs(one.who),
              label: one.label ?? '',
              level: one.level ?? '',
              predicted: share(one.predicted),
              happened: share(one.happened),
              rows: number(one.rows),
              words: one.words.join('; '),
            })}
          </List.Item>
        ))}
      </List>
    </Card>
  );
}

function Judges({ report }: { report: Report }) {
  const { t, number, percent } = useWords();
  const whoIs = useWho();
  const heads = ['cases', 'logLoss', 'brier', 'auc', 'said', 'happened', 'against'] as const;
  return (
    <Card title={t('console.drill.right')}>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              {heads.map((head) => (
                <Table.Th key={head} className={head === 'against' ? '' : 'number'}>
                  {t(`console.drill.${head}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.judges.map((one) => (
              <Table.Tr key={one.who}>
                <Table.Td fw={550}>{whoIs(one.who)}</Table.Td>
                <Table.Td className="number">{number(one.cases)}</Table.Td>
                <Figure value={one.logLoss} range={one.logLossRange} />
                <Figure value={one.brier} range={one.brierRange} />
                <Figure value={one.auc} range={one.aucRange} />
                <Table.Td className="number">{percent(one.predicted)}</Table.Td>
                <Table.Td className="number">{percent(one.happened)}</Table.Td>
                <Table.Td>
                  {one.against !== null && (
                    <Badge variant="light" tt="none" color={colors[one.against.verdict]}>
                      {t(`console.drill.verdict.${one.against.verdict}`)}
                    </Badge>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" mt="xs">
        {t('console.drill.smaller')}
      </Text>
    </Card>
  );
}

const colors = { better: 'teal', worse: 'orange', level: 'gray' } as const;

function Figure({ value, range }: { value: number | null; range: Range }) {
  const { t, number } = useWords();
  return (
    <Table.Td className="number">
      {value === null ? '–' : number(value, 3)}
      {range !== null && (
        <Text size="xs" c="dimmed">
          {t('console.card.between', { low: number(range[0], 2), high: number(range[1], 2) })}
        </Text>
      )}
    </Table.Td>
  );
}

function Calibration({ report }: { report: Report }) {
  const { t } = useWords();
  const whoIs = useWho();
  const tints = { machine: 'cyan.6', people: 'orange.6' } as const;
  const [said, happened] = [t('console.drill.said'), t('console.drill.happened')];
  return (
    <Card title={t('console.drill.calibration')}>
      <ScatterChart
        h={300}
        data={report.calibration.map(({ who, bins }) => ({
          name: whoIs(who),
          color: who === 'machine' ? tints.machine : tints.people,
          data: bins.map((bin) => ({
            said: Math.round(bin.predicted * 100),
            happened: Math.round(bin.observed * 100),
          })),
        }))}
        dataKey={{ x: 'said', y: 'happened' }}
        xAxisLabel={said}
        yAxisLabel={happened}
        unit={{ x: '%', y: '%' }}
        xAxisProps={{ domain: [0, 100] }}
        yAxisProps={{ domain: [0, 100] }}
        withLegend
      />
      <Text size="xs" c="dimmed">
        {t('console.drill.calibration.text')}
      </Text>
    </Card>
  );
}

function Mix({ report: { mix } }: { report: Report }) {
  const { t, number, percent } = useWords();
  if (mix === null) return null;
  return (
    <Card title={t('console.drill.mix')}>
      <Text>
        {t('console.drill.mix.text', {
          people: percent(mix.share),
          machine: percent(1 - mix.share),
          logLoss: number(mix.logLoss, 3),
        })}{' '}
        {mix.share > 0 &&
          mix.share < 1 &&
          t(mix.overBestRange[1] < 0 ? 'console.drill.mix.sure' : 'console.drill.mix.unsure')}
      </Text>
    </Card>
  );
}

function Agreement({ report: { agreement } }: { report: Report }) {
  const { t, number, percent } = useWords();
  if (agreement === null) return null;
  return (
    <Card title={t('console.drill.agreement')}>
      <Text>
        {t('console.drill.agreement.text', {
          distance: percent(agreement.distance),
          correlation: agreement.correlation === null ? '–' : number(agreement.correlation, 2),
        })}
      </Text>
    </Card>
  );
}

function Review({ report: { review } }: { report: Report }) {
  const { t, known, number } = useWords();
  if (review.length === 0) return null;
  return (
    <Card title={t('console.drill.review')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('console.drill.review.text')}
      </Text>
      <Stack gap={4}>
        {review.map((one) => (
          <Text key={one.feature} size="sm">
            <b>{one.label === '' ? known(`reason.${one.feature}`, one.feature) : one.label}</b>:{' '}
            {t('console.drill.review.line', { cases: number(one.cases), points: number(one.points, 1) })}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}

function Apart({ report: { apart }, target }: { report: Report; target: string }) {
  const { t, percent } = useWords();
  return (
    <Card title={t('console.drill.apart')}>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.drill.fact.name')}</Table.Th>
              <Table.Th className="number">{t('console.drill.people')}</Table.Th>
              <Table.Th className="number">{t('console.drill.machine')}</Table.Th>
              <Table.Th>{t('console.drill.outcome')}</Table.Th>
              <Table.Th>{t('console.fields.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {apart.map((one) => (
              <Table.Tr key={one.place}>
                <Table.Td>{one.facts.find(({ code }) => code === 'name')?.value ?? one.place + 1}</Table.Td>
                <Table.Td className="number">{percent(one.people)}</Table.Td>
                <Table.Td className="number">{percent(one.machine)}</Table.Td>
                <Table.Td>{t(`console.drill.outcome.${target}.${one.outcome}`)}</Table.Td>
                <Table.Td>{one.words.join('; ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
