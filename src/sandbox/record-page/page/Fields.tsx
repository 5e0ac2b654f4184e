// The properties of the record, group by group, Revloop's own on top; each can be changed on the spot.
import { useEffect, useState } from 'react';
import { type Field, type Snapshot, type Words, writeProperty } from './boot.ts';

type FieldsProps = {
  snapshot: Snapshot;
  words: Words;
  onSaved: (snapshot: Snapshot) => void;
  onRefused: (sentence: string) => void;
};

const isOurs = (field: Field) => field.name.startsWith('revloop_');

export function Fields({ snapshot, words, onSaved, onRefused }: FieldsProps) {
  const save = (name: string, value: string) =>
    writeProperty(name, value).then(onSaved, (error: Error) => onRefused(error.message));
  const ours = snapshot.fields.filter(isOurs);
  const groups = snapshot.groups
    .map((group) => ({
      ...group,
      fields: snapshot.fields.filter((field) => field.group === group.name && !isOurs(field)),
    }))
    .filter((group) => group.fields.length > 0);
  return (
    <>
      {ours.length > 0 && (
        <section className="panel ours">
          <h2>{words['ours']}</h2>
          <FieldList fields={ours} save={save} words={words} />
        </section>
      )}
      {groups.map((group) => (
        <Group key={group.name} label={group.label} fields={group.fields} save={save} words={words} />
      ))}
    </>
  );
}

type ListProps = { fields: Field[]; save: (name: string, value: string) => void; words: Words };

function Group({ label, ...list }: ListProps & { label: string }) {
  const [all, setAll] = useState(false);
  const filled = list.fields.filter((field) => field.value !== '');
  const more = list.fields.length - filled.length;
  return (
    <section className="panel">
      <h2>{label}</h2>
      <FieldList {...list} fields={all ? list.fields : filled} />
      {more > 0 && (
        <button type="button" className="button transparent xs" onClick={() => setAll(!all)}>
          {all ? list.words['fewer'] : (list.words['more'] ?? '').replace('{count}', String(more))}
        </button>
      )}
    </section>
  );
}

function FieldList({ fields, save }: ListProps) {
  return (
    <div className="fields">
      {fields.map((field) => (
        <OneField key={field.name} field={field} save={(value) => save(field.name, value)} />
      ))}
    </div>
  );
}

function OneField({ field, save }: { field: Field; save: (value: string) => void }) {
  const id = `field-${field.name}`;
  return (
    <div className="field" title={field.name}>
      <label htmlFor={id}>{field.label}</label>
      {field.options.length > 0 ? (
        <Choice id={id} field={field} save={save} />
      ) : (
        <Typed id={id} field={field} save={save} />
      )}
    </div>
  );
}

type ControlProps = { id: string; field: Field; save: (value: string) => void };

function Choice({ id, field, save }: ControlProps) {
  return (
    <select
      id={id}
      value={field.value}
      disabled={field.readOnly}
      onChange={(event) => save(event.target.value)}
    >
      <option value="">—</option>
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function Typed({ id, field, save }: ControlProps) {
  const [draft, setDraft] = useState(field.value);
  useEffect(() => setDraft(field.value), [field.value]);
  const commit = () => draft !== field.value && save(draft);
  const control = { id, value: draft, readOnly: field.readOnly, placeholder: '—', onBlur: commit };
  if (field.value.length > 36) {
    return <textarea {...control} rows={3} onChange={(event) => setDraft(event.target.value)} />;
  }
  return (
    <input
      {...control}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
