// Creates HubSpot tasks on records, and finds them again.
import { z } from 'zod';
import type { Crm, CrmTask } from '#ports/crm.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { readLinks } from './links.ts';
import { hubspotObjects, paths } from './paths.ts';
import { batchSize, chunks, readBatch } from './read.ts';
import type { Request } from './request.ts';
import { understood } from './understood.ts';

/** HubSpot's own ids of the association from a task to each type. */
const associationTypes: Readonly<Record<SubjectKind, number>> = {
  contact: 204,
  company: 192,
  deal: 216,
  ticket: 230,
  lead: 647,
};

const created = z.looseObject({ id: z.coerce.string() });

/** An answer that never came may stand for a task that was made: CRM_BUSY then, and `findTask` tells. */
export function taskMaker(request: Request): Crm['createTask'] {
  return async (task) => {
    const reply = await request({
      method: 'POST',
      path: paths.objects('task'),
      body: {
        properties: toProperties(task),
        associations: [
          {
            to: { id: task.externalId },
            types: [
              {
                associationCategory: 'HUBSPOT_DEFINED',
                associationTypeId: associationTypes[task.objectType],
              },
            ],
          },
        ],
      },
      scope: hubspotObjects.task.writeScope,
      repeatable: false,
    });
    return understood(created, reply).id;
  };
}

export function taskFinder(request: Request): Crm['findTask'] {
  return async (objectType, externalId, mark) => {
    const ids = await taskIds(request, objectType, externalId);
    for (const chunk of chunks(ids, batchSize)) {
      const tasks = await readBatch(request, 'task', chunk, ['hs_task_body']);
      const found = tasks.find(({ properties }) => {
        const body = properties['hs_task_body'] ?? '';
        return body.includes(mark) || body.includes(toHtml(mark));
      });
      if (found !== undefined) return found.id;
    }
    return null;
  };
}

// The newest first: what is looked for was made a short while ago.
async function taskIds(request: Request, objectType: SubjectKind, externalId: string): Promise<string[]> {
  const linked = await readLinks(request, objectType, [externalId], 'task');
  return [...(linked.get(externalId) ?? [])].sort((a, b) => Number(b) - Number(a));
}

function toProperties(task: CrmTask): Record<string, string> {
  return {
    hs_timestamp: task.dueAt.toISOString(),
    hs_task_subject: task.subject,
    hs_task_body: toHtml(task.body),
    hs_task_status: 'NOT_STARTED',
    hs_task_type: 'TODO',
    ...(task.ownerId === null ? {} : { hubspot_owner_id: task.ownerId }),
  };
}

/** HubSpot shows a task's body as HTML. */
function toHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/\r?\n/g, '<br>');
}
