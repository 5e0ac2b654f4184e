// The console's frame: who is signed in, where things are, language and light; and the page that was asked for.
import { Alert, AppShell, Burger, Button, Center, Container, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ask, Refused } from './api.ts';
import type { MeAnswer, StatusAnswer } from './api-types.ts';
import { Actions } from './pages/actions.tsx';
import { Connections } from './pages/connections.tsx';
import { Settings } from './pages/settings.tsx';
import { Start } from './pages/start.tsx';
import { Subjects } from './pages/subjects.tsx';
import { Chooser } from './parts/chooser.tsx';
import { Loading, Problem } from './parts/states.tsx';
import { Link, usePlace } from './path.tsx';
import { useWords } from './texts.tsx';

const Governance = lazy(() =>
  import('./pages/governance.tsx').then(({ Governance: page }) => ({ default: page })),
);
const Health = lazy(() => import('./pages/health.tsx').then(({ Health: page }) => ({ default: page })));
const Journey = lazy(() => import('./pages/journey.tsx').then(({ Journey: page }) => ({ default: page })));
const Journeys = lazy(() => import('./pages/journeys.tsx').then(({ Journeys: page }) => ({ default: page })));
const Model = lazy(() => import('./pages/model.tsx').then(({ Model: page }) => ({ default: page })));
const ModelCard = lazy(() =>
  import('./pages/model-card.tsx').then(({ ModelCard: page }) => ({ default: page })),
);
const Rule = lazy(() => import('./pages/rule.tsx').then(({ Rule: page }) => ({ default: page })));
const Rules = lazy(() => import('./pages/rules.tsx').then(({ Rules: page }) => ({ default: page })));
const Segments = lazy(() => import('./pages/segments.tsx').then(({ Segments: page }) => ({ default: page })));
const Stages = lazy(() => import('./pages/stages.tsx').then(({ Stages: page }) => ({ default: page })));
const Subject = lazy(() => import('./pages/subject.tsx').then(({ Subject: page }) => ({ default: page })));

const places = [
  { to: '/', key: 'start' },
  { to: '/people', key: 'people' },
  { to: '/companies', key: 'companies' },
  { to: '/health', key: 'health' },
  { to: '/segments', key: 'segments' },
  { to: '/stages', key: 'stages' },
  { to: '/rules', key: 'rules' },
  { to: '/journeys', key: 'journeys' },
  { to: '/actions', key: 'actions' },
  { to: '/model', key: 'model' },
  { to: '/governance', key: 'governance' },
  { to: '/connections', key: 'connections' },
  { to: '/settings', key: 'settings' },
] as const;

export function App() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => ask<MeAnswer>('/api/me') });
  if (me.data !== undefined) return <Shell me={me.data} />;
  if (me.error instanceof Refused && me.error.status === 401) return <SignIn />;
  return (
    <Container size="xs" pt="20vh">
      {me.error === null ? (
        <Loading rows={4} />
      ) : (
        <Problem error={me.error} again={() => void me.refetch()} />
      )}
    </Container>
  );
}

function SignIn() {
  const { t } = useWords();
  return (
    <Center h="100vh" p="md">
      <Stack maw={460} gap="md">
        <Group justify="space-between">
          <Text fw={700} c="cyan">
            Revloop
          </Text>
          <Chooser />
        </Group>
        <Title order={1} size="h2">
          {t('console.signIn.title')}
        </Title>
        <Text>{t('console.signIn.text')}</Text>
        <Group>
          <Button component="a" href="/oauth/hubspot/start">
            {t('console.signIn.hubspot')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t('console.signIn.operator')}
        </Text>
      </Stack>
    </Center>
  );
}

function Shell({ me }: { me: MeAnswer }) {
  const { t, number } = useWords();
  const { path } = usePlace();
  const [opened, { toggle, close }] = useDisclosure();
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => ask<StatusAnswer>('/api/status'),
    refetchInterval: 5_000,
  });
  const parked = (status.data?.actionsParked ?? 0) + (status.data?.deliveriesParked ?? 0);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="lg"
    >
      <AppShell.Header px="md">
        <a href="#page" className="skip">
          {t('console.skip')}
        </a>
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('console.menu')}
            />
            <Text fw={700} c="cyan">
              Revloop
            </Text>
            <Text c="dimmed" truncate maw={280}>
              {me.tenant.name}
            </Text>
          </Group>
          <Chooser who={me.who} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={t('console.menu')}>
        {places.map(({ to, key }) => (
          <Link key={to} to={to} className="nav-link" current={isHere(path, to)} onClick={close}>
            {t(`console.nav.${key}`)}
            {key === 'actions' && parked > 0 && (
              <span className="nav-count" title={t('console.nav.parked', { count: parked })}>
                {number(parked)}
              </span>
            )}
          </Link>
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="page">
        <Container size="lg" px={0}>
          <Suspense fallback={<Loading />}>
            <PageAt path={path} me={me} />
          </Suspense>
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function isHere(path: string, to: string): boolean {
  return to === '/' ? path === '/' : path.startsWith(to);
}

function PageAt({ path, me }: { path: string; me: MeAnswer }) {
  const { t } = useWords();
  const id = /^\/subjects\/(\d+)$/.exec(path)?.[1];
  if (id !== undefined) return <Subject key={id} id={id} />;
  const [, target, version] = /^\/model\/(lead|deal|churn)\/(\d+)$/.exec(path) ?? [];
  if (target !== undefined && version !== undefined) return <ModelCard target={target} version={version} />;
  if (path === '/') return <Start me={me} />;
  if (path === '/people') return <Subjects key="people" finding="lead_score" />;
  if (path === '/companies') return <Subjects key="companies" finding="health" />;
  if (path === '/health') return <Health />;
  if (path === '/segments') return <Segments />;
  if (path === '/stages') return <Stages />;
  if (path === '/rules') return <Rules />;
  const rule = /^\/rules\/([a-z0-9][a-z0-9_-]*)$/.exec(path)?.[1];
  if (rule !== undefined) return <Rule key={rule} id={rule} />;
  if (path === '/journeys') return <Journeys />;
  const journey = /^\/journeys\/([0-9a-f-]{36})(?:\/|$)/.exec(path)?.[1];
  if (journey !== undefined) return <Journey key={journey} id={journey} />;
  if (path === '/actions') return <Actions />;
  const model = /^\/model(?:\/(lead|deal|churn))?$/.exec(path);
  if (model !== null) return <Model target={model[1] ?? 'lead'} />;
  if (path.startsWith('/governance')) return <Governance />;
  if (path === '/connections') return <Connections me={me} />;
  if (path === '/settings') return <Settings />;
  return (
    <Alert color="gray" title={t('console.noPage')}>
      <Link to="/">{t('console.nav.start')}</Link>
    </Alert>
  );
}
