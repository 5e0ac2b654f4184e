// The record page: who it is on the left, what happened in the middle, cards and associations on the right.
import { useEffect, useMemo, useState } from 'react';
import { Associations, Timeline } from './Around.tsx';
import { type Boot, type CardPlace, fetchForCard, here, readSnapshot, type Snapshot } from './boot.ts';
import { CardFrame } from './CardFrame.tsx';
import type { CardStart } from './card-host.ts';
import { Fields } from './Fields.tsx';
import { languages, type Settings, useSettings } from './use-settings.ts';

export function RecordPage({ boot }: { boot: Boot }) {
  const settings = useSettings();
  const [snapshot, setSnapshot] = useSnapshot(boot.snapshot);
  const [alert, setAlert] = useState<string | null>(null);
  const [tab, setTab] = useState(0);
  const words = boot.texts[settings.language] ?? boot.texts['en'] ?? {};
  const properties = useMemo(
    () => Object.fromEntries(snapshot.fields.map((field) => [field.name, field.value])),
    [snapshot],
  );
  const frame = (place: CardPlace) => (
    <CardFrame
      key={`${place.location} ${settings.language}`}
      start={startOf(boot, place, settings.language)}
      fetch={fetchForCard}
      properties={properties}
      onAlert={setAlert}
    />
  );
  const tabs = boot.cards.filter((card) => card.location === 'crm.record.tab');
  const side = boot.cards.filter((card) => card.location === 'crm.record.sidebar');
  const shown = tabs[tab - 1];

  return (
    <>
      <TopBar settings={settings} words={words} />
      {alert !== null && (
        <button type="button" className="toast" onClick={() => setAlert(null)}>
          {alert}
        </button>
      )}
      <main>
        <aside className="left">
          <section className="panel identity">
            <span className="avatar">{initials(snapshot.name)}</span>
            <h1>{snapshot.name}</h1>
            <p>{snapshot.about}</p>
          </section>
          <Fields snapshot={snapshot} words={words} onSaved={setSnapshot} onRefused={setAlert} />
        </aside>
        <section className="middle">
          <div className="tabs" role="tablist">
            {[words['overview'] ?? '', ...tabs.map((card) => card.name)].map((name, i) => (
              <button key={name} type="button" role="tab" aria-selected={tab === i} onClick={() => setTab(i)}>
                {name}
              </button>
            ))}
          </div>
          {shown === undefined ? (
            <Timeline activity={snapshot.activity} words={words} language={settings.language} />
          ) : (
            <section className="panel card" data-place="tab">
              {frame(shown)}
            </section>
          )}
        </section>
        <aside className="right">
          {side.map((card) => (
            <section className="panel card" data-place="sidebar" key={card.name}>
              <h2>{card.name}</h2>
              {frame(card)}
            </section>
          ))}
          <Associations snapshot={snapshot} words={words} />
        </aside>
      </main>
    </>
  );
}

function TopBar({ settings, words }: { settings: Settings; words: Record<string, string> }) {
  return (
    <header className="top">
      <strong>{words['title']}</strong>
      <span className="note">{words['note']}</span>
      <label>
        {words['language']}{' '}
        <select value={settings.language} onChange={(event) => settings.setLanguage(event.target.value)}>
          {languages.map(({ tag, name }) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="button secondary xs" onClick={settings.switchTheme}>
        {settings.theme === 'dark' ? words['light'] : words['dark']}
      </button>
    </header>
  );
}

// The record is read every two seconds, so that a person sees what the loop writes.
function useSnapshot(first: Snapshot): [Snapshot, (next: Snapshot) => void] {
  const [snapshot, setSnapshot] = useState(first);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return;
      readSnapshot().then(
        (next) => setSnapshot((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next)),
        () => undefined,
      );
    }, 2000);
    return () => clearInterval(timer);
  }, []);
  return [snapshot, setSnapshot];
}

function startOf({ snapshot, user, app }: Boot, place: CardPlace, language: string): CardStart {
  return {
    script: `${here()}/assets/card.js`,
    context: {
      location: place.location,
      portal: { id: Number(snapshot.portalId), timezone: snapshot.timeZone },
      user: { ...user, id: Number(user.id), locale: language.toLowerCase(), language: language.slice(0, 2) },
      crm: { objectId: Number(snapshot.id), objectTypeId: snapshot.typeId },
      extension: { appId: app.appId, appName: 'Revloop', cardTitle: place.name },
      variables: { REVLOOP_URL: app.serverUrl },
    },
  };
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== '');
  return parts
    .slice(0, 2)
    .map((part) => part[0]?.toUpperCase())
    .join('');
}
