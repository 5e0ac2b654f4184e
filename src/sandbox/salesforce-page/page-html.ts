// The HTML of the record page: the record's fields and activities as a person sees them, and the place of the card.
import { plainValue } from '#sandbox/salesforce/field-value.ts';
import type { ObjectType } from '#sandbox/salesforce/object-type.ts';
import type { SalesforceRecord } from '#sandbox/salesforce/record.ts';
import { visibleFields } from '#sandbox/salesforce/view.ts';
import { type Html, html, raw } from '#sandbox/slack/page/html.ts';
import { textOf } from '#sandbox/sqlite.ts';
import { type Locale, locales, text } from '#texts/texts.ts';
import type { Session } from './ui-record.ts';

export type Look = { readonly locale: Locale; readonly theme: 'light' | 'dark' };
export type Shown = { readonly type: ObjectType; readonly record: SalesforceRecord };

// What nobody puts on a page layout.
const offLayout = /^(Id|IsDeleted|SystemModstamp)$|Revloop_Explanation__c$/;

const languages: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

/** `base` is where the page lies; what it loads lies below that. */
export function pageHtml(session: Session, { type, record }: Shown, look: Look, base: string): string {
  const { org, user } = session;
  const view = { context: org.context, user };
  const filled = visibleFields(view, type).flatMap((field) => {
    const value = plainValue(org.context, record, field);
    return value === null || offLayout.test(field.name) ? [] : [{ field, value: String(value) }];
  });
  const ours = filled.filter(({ field }) => field.package !== undefined);
  const theirs = filled.filter(({ field }) => field.package === undefined);
  const boot = {
    ...{ base, recordId: record.id, objectApiName: type.name },
    namespace: org.facts().packageNamespace ?? '',
  };
  const name =
    record.values['Name'] ?? `${record.values['FirstName'] ?? ''} ${record.values['LastName'] ?? ''}`;
  return html`<!doctype html>
<html lang="${look.locale}" data-theme="${look.theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${String(name).trim()} | Salesforce</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${base}/assets/slds.css"><link rel="stylesheet" href="${base}/assets/page.css"></head>
<body>${top(session, look)}<main class="sandbox-page">
<section class="sandbox-highlights"><p>${type.label}</p><h1>${String(name).trim()}</h1></section>
<div>${panel(text(look.locale, 'sandbox.record.ours'), ours)}${panel(type.label, theirs)}${activities(session, record, look)}</div>
<div id="card"></div></main><div id="toasts"></div>
<script type="application/json" id="boot">${raw(JSON.stringify(boot).replaceAll('<', '\\u003c'))}</script>
<script src="${base}/assets/page.js"></script></body></html>`.html;
}

function top({ org, user }: Session, { locale, theme }: Look): Html {
  const people = org.context.users.list().filter((one) => one.active);
  const other = theme === 'dark' ? 'light' : 'dark';
  const chooser = (name: string, options: readonly Html[]) =>
    html`<select name="${name}" onchange="this.form.submit()">${options}</select>`;
  return html`<form class="sandbox-top"><strong>${org.facts().name}</strong><span class="note">${text(locale, 'sandbox.record.org')}</span>
<label>${text(locale, 'sandbox.slack.youAre')} ${chooser(
    'user',
    people.map(
      (one) =>
        html`<option value="${one.id}" ${one.id === user.id && raw('selected')}>${`${one.firstName} ${one.lastName}`.trim()}</option>`,
    ),
  )}</label>
<label>${text(locale, 'sandbox.record.language')} ${chooser(
    'lang',
    locales.map(
      (tag) => html`<option value="${tag}" ${tag === locale && raw('selected')}>${languages[tag]}</option>`,
    ),
  )}</label>
<input type="hidden" name="theme" value="${theme}">
<button class="slds-button slds-button_neutral" name="theme" value="${other}">${text(locale, `sandbox.record.${other}`)}</button></form>`;
}

function panel(
  title: string,
  fields: readonly { field: { label: string; name: string }; value: string }[],
): Html {
  if (fields.length === 0) return raw('');
  return html`<section class="sandbox-panel"><h2>${title}</h2><dl>${fields.map(
    ({ field, value }) => html`<div title="${field.name}"><dt>${field.label}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;
}

const mostActivities = 20;

function activities({ org }: Session, record: SalesforceRecord, { locale }: Look): Html {
  const rows = org.context.database.all(
    `select distinct r.type, r.data, r.created from links l join records r on r.org = l.org and r.type = l.type and r.id = l.id
       where l.org = ? and l.to_id = ? and l.type in ('Task', 'Event') and r.deleted = 0
       order by r.created desc limit ?`,
    ...[org.orgId, record.id, mostActivities],
  );
  if (rows.length === 0) {
    return html`<section class="sandbox-panel"><h2>${text(locale, 'sandbox.record.overview')}</h2><p>${text(locale, 'sandbox.record.noActivity')}</p></section>`;
  }
  return html`<section class="sandbox-panel"><h2>${text(locale, 'sandbox.record.overview')}</h2>${rows.map(
    (row) => {
      const values: Record<string, unknown> = JSON.parse(textOf(row, 'data'));
      return html`<p class="sandbox-activity"><span><b>${String(values['Subject'] ?? textOf(row, 'type'))}</b> ${String(values['Description'] ?? '')}</span><time>${String(values['ActivityDate'] ?? values['CreatedDate'] ?? '').slice(0, 10)}</time></p>`;
    },
  )}</section>`;
}
