// Chooses what a card shows in each state: waiting, failed, nothing to show yet, or the score.
import {
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Flex,
  Inline,
  Link,
  LoadingSpinner,
  Text,
} from '@hubspot/ui-extensions';
import type { CardLink, UnscoredView } from './card-view.ts';
import { SidebarCard } from './SidebarCard.tsx';
import { TabCard } from './TabCard.tsx';
import type { Texts } from './texts.ts';
import type { Card } from './use-card.ts';

export function CardBody({ card, compact, texts }: { card: Card; compact: boolean; texts: Texts }) {
  const { state, reload } = card;
  if (state.phase === 'loading') {
    return <LoadingSpinner label={texts.loading} showLabel={true} layout="centered" />;
  }
  if (state.phase === 'failed') return <Failed texts={texts} retry={reload} />;
  const { view } = state;
  if (view.state === 'empty' || view.state === 'error') {
    return <Unscored view={view} compact={compact} texts={texts} retry={reload} />;
  }
  const Scored = compact ? SidebarCard : TabCard;
  return (
    <Flex direction="column" gap="small">
      {state.refreshFailed && (
        <Alert title={texts['notRefreshed.title']} variant="warning">
          {texts['notRefreshed.text']}
        </Alert>
      )}
      <Scored
        view={view}
        given={state.given}
        answer={card.answer}
        told={state.told}
        tell={card.tell}
        texts={texts}
      />
      <Inline justify="between" align="center">
        <Links links={view.links} />
        <Button size="xs" variant="transparent" onClick={reload}>
          {texts.refresh}
        </Button>
      </Inline>
    </Flex>
  );
}

function Failed({ texts, retry }: { texts: Texts; retry: () => void }) {
  return (
    <ErrorState title={texts['failed.title']}>
      <Text>{texts['failed.text']}</Text>
      <Button onClick={retry}>{texts.retry}</Button>
    </ErrorState>
  );
}

type UnscoredProps = { view: UnscoredView; compact: boolean; texts: Texts; retry: () => void };

function Unscored({ view, compact, texts, retry }: UnscoredProps) {
  const content = (
    <>
      <Text>{view.notice.text}</Text>
      <Button size="small" onClick={retry}>
        {view.state === 'error' ? texts.retry : texts.lookAgain}
      </Button>
      <Links links={view.links} />
    </>
  );
  if (view.state === 'error') return <ErrorState title={view.notice.title}>{content}</ErrorState>;
  return (
    <EmptyState
      title={view.notice.title}
      layout={compact ? 'vertical' : 'horizontal'}
      imageName="emptyStateCharts"
      imageWidth={compact ? 120 : 180}
    >
      {content}
    </EmptyState>
  );
}

function Links({ links }: { links: readonly CardLink[] }) {
  return (
    <Inline gap="medium">
      {links.map((link) => (
        <Link key={link.url} href={{ url: link.url, external: true }}>
          {link.label}
        </Link>
      ))}
    </Inline>
  );
}
