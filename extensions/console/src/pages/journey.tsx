// One journey: its way with who is where, who goes through it, whether it helps, its test on history, and its versions.
import { Alert, Badge, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { JourneyAnswer, JourneyVersionAnswer } from '../api-types.ts';
import { JourneyRuns } from '../parts/journey-runs.tsx';
import { JourneySwitch } from '../parts/journey-switch.tsx';
import { JourneyTest } from '../parts/journey-test.tsx';
import { JourneyUplift } from '../parts/journey-uplift.tsx';
import { JourneyVersions } from '../parts/journey-versions.tsx';
import { JourneyWay } from '../parts/journey-way.tsx';
import { Card, Page } from '../parts/page.tsx';
import { RunTrace } from '../parts/run-trace.tsx';
import { Answered } from '../parts/states.tsx';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

const tabs = ['way', 'runs', 'uplift', 'test', 'versions'] as const;
const colors = { draft: 'gray', live: 'teal', paused: 'yellow', killed: 'red' } as const;

export function Journey({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['journey', id],
    queryFn: () => ask<JourneyAnswer>(`/api/journeys/${id}`),
    refetchInterval: 15_000,
  });
  return <Answered query={query}>{(journey) => <Whole journey={journey} />}</Answered>;
}

function Whole({ journey }: { journey: JourneyAnswer }) {
  const { t, locale } = useWords();
  const { path, query, go } = usePlace();
  const base = `/journeys/${journey.id}`;
  const run = /\/runs\/(\d+)$/.exec(path)?.[1];
  const here = run === undefined ? (tabs.find((tab) => path === `${base}/${tab}`) ?? 'way') : 'runs';
  const asked = Number(query.get('version'));
  const known = journey.versions.some(({ version }) => version === asked);
  const version = known ? asked : (journey.liveVersion ?? journey.newest.version);
  const to = (tab: string, more: { version?: number; node?: string } = {}) => {
    const search = new URLSearchParams({
      ...(more.version === undefined
        ? known
          ? { version: String(asked) }
          : {}
        : { version: String(more.version) }),
      ...(more.node === undefined ? {} : { node: more.node }),
    }).toString();
    go(`${base}/${tab}${search === '' ? '' : `?${search}`}`);
  };
  const shown = useQuery({
    queryKey: ['journey', journey.id, 'version', version],
    queryFn: () => ask<JourneyVersionAnswer>(`/api/journeys/${journey.id}/versions/${version}`),
  });
  return (
    <Page
      title={journey.name[locale]}
      about={
        <Group gap={6} component="span">
          <Link to="/journeys">{t('console.journeys.title')}</Link>
          <Badge component="span" variant="light" color={colors[journey.state]} tt="none">
            {t(`console.journeys.state.${journey.state}`)}
          </Badge>
          {journey.dryRun && (
            <Badge component="span" variant="outline" tt="none">
              {t('console.journeys.dry')}
            </Badge>
          )}
        </Group>
      }
      actions={<JourneySwitch journey={journey} version={version} />}
    >
      {journey.missing.length > 0 && <Missing missing={journey.missing} />}
      <Tabs value={here} onChange={(tab) => to(tab ?? 'way')} keepMounted={false}>
        <Tabs.List mb="lg">
          {tabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`console.journey.tab.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="way">
          <Card>
            <Stack>
              <Select
                label={t('console.versions.version')}
                data={journey.versions.map((one) => ({
                  value: String(one.version),
                  label:
                    one.version === journey.liveVersion
                      ? `${one.version} · ${t('console.versions.takesIn')}`
                      : String(one.version),
                }))}
                value={String(version)}
                onChange={(next) => to('way', { version: Number(next) })}
                allowDeselect={false}
                w={260}
              />
              {version !== journey.liveVersion && journey.liveVersion !== null && (
                <Alert color="blue">
                  {t('console.journey.notLive', { version, live: journey.liveVersion })}
                </Alert>
              )}
              <Answered query={shown}>
                {(answer) => (
                  <JourneyWay
                    key={answer.version}
                    journey={journey}
                    shown={answer}
                    kept={(made) => to('way', { version: made })}
                    showRuns={(node) => to('runs', { version, node })}
                  />
                )}
              </Answered>
            </Stack>
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          {run === undefined ? (
            <Card>
              <JourneyRuns
                journey={journey.id}
                node={query.get('node')}
                version={version}
                graph={shown.data?.graph}
                all={() => to('runs')}
              />
            </Card>
          ) : (
            <RunTrace key={run} id={run} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="uplift">
          <Card>
            <JourneyUplift uplift={journey.uplift} />
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="test">
          <Card>
            <Answered query={shown}>
              {(answer) => <JourneyTest key={answer.version} id={journey.id} graph={answer.graph} />}
            </Answered>
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Card>
            <JourneyVersions journey={journey} show={(of) => to('way', { version: of })} />
          </Card>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Missing({ missing }: { missing: JourneyAnswer['missing'] }) {
  const { t, locale } = useWords();
  return (
    <Alert color="yellow" title={t('console.journey.missing')}>
      {missing.map((need) => (
        <Text size="sm" key={`${need.of} ${need.name}`}>
          {need.name ?? t(`console.need.${need.of}`)}
          {need.why !== null && `: ${need.why[locale]}`}
        </Text>
      ))}
    </Alert>
  );
}
