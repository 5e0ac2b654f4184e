// The blast radius of a journey: how many customers would come in now, so that a person knows before it begins.
import { nameOf } from '#act/chat-words.ts';
import { askingOf, openRulebook, referencesIn } from '#advise/journey/asking.ts';
import { lot } from '#advise/journey/chance.ts';
import { isHeld, mayEnter } from '#advise/journey/enter.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { openFacts } from '#advise/journey/live-facts.ts';
import { circlesOf } from '#analyze/analyze.ts';
import { isGone } from '#analyze/circle.ts';
import { isBeside } from '#analyze/finding.ts';
import type { Blast } from '#ports/journey-desk.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Twin } from '#twin/twin.ts';

const aPage = 500;
const mostExamples = 10;

export async function blastOf(
  rows: TenantStore,
  journey: string,
  graph: JourneyGraph,
  now: Date,
): Promise<Blast> {
  const { settings } = await rows.settings.read();
  const references = [...new Set(referencesIn(graph.enter, graph.kind))];
  const book = openRulebook(graph.kind);
  const sum = { count: 0, held: 0, looked: 0 };
  const examples: { subject: string; name: string }[] = [];
  for (let after: string | null = null; ; ) {
    const page: { subject: string; twin: Twin }[] = await rows.twins.page(graph.kind, after, aPage);
    const here = page.filter(({ twin }) => !isGone(twin));
    const circles = await circlesOf(rows, new Map(here.map(({ subject, twin }) => [subject, twin])));
    const subjects = circles.map(({ subject }) => subject);
    const findings = new Map(
      (await rows.findings.current(subjects)).flatMap(({ subject, finding }) =>
        isBeside(finding) ? [] : [[subject, finding]],
      ),
    );
    const known = await openFacts(rows, { references, circles, findings, settings, now });
    const before = new Map(
      (await rows.runs.entries([journey], subjects)).map((one) => [String(one.subject), one]),
    );
    for (const circle of circles) {
      const was = before.get(circle.subject);
      if (!mayEnter(was, graph, now)) continue;
      if (askingOf(book, circle, known(circle)).ask(graph.enter).result !== true) continue;
      sum.count += 1;
      if (isHeld(was, graph, lot('holdout', journey, circle.subject))) sum.held += 1;
      if (examples.length < mostExamples)
        examples.push({
          subject: circle.subject,
          name: nameOf(settings.locale, circle.twin, circle.subject),
        });
    }
    sum.looked += page.length;
    if (page.length < aPage) return { ...sum, examples };
    after = page.at(-1)?.subject ?? null;
  }
}
