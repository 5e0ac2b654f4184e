// What surrounds the record: its activity, newest first, and the records associated with it.
import type { Snapshot, Words } from './boot.ts';

type TimelineProps = { activity: Snapshot['activity']; words: Words; language: string };

export function Timeline({ activity, words, language }: TimelineProps) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  if (activity.length === 0) return <section className="panel">{words['noActivity']}</section>;
  return (
    <>
      {activity.map((item) => (
        <article className="panel activity" key={`${item.kind} ${item.id}`}>
          <header>
            <strong>{[words[`kind.${item.kind}`], item.title].filter(Boolean).join(' · ')}</strong>
            <time dateTime={item.at}>{format.format(new Date(item.at))}</time>
          </header>
          <p>{item.body}</p>
        </article>
      ))}
    </>
  );
}

export function Associations({ snapshot, words }: { snapshot: Snapshot; words: Words }) {
  return (
    <>
      {snapshot.associations.map(({ typeId, label, records }) => (
        <section className="panel" key={typeId}>
          <h2>
            {label} ({records.length})
          </h2>
          {records.length === 0 && <p>{words['noAssociations']}</p>}
          {records.map((record) => (
            <a
              className="associated"
              key={record.id}
              href={`/contacts/${snapshot.portalId}/record/${typeId}/${record.id}`}
            >
              <strong>{record.name}</strong>
              <span>{record.about}</span>
            </a>
          ))}
        </section>
      ))}
    </>
  );
}
