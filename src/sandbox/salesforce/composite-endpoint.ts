// Up to 25 calls in one, each able to name what an earlier one gave.
import { z } from 'zod';
import { type Answer, bodyOf, type Call, type Endpoint } from './endpoint.ts';
import { refused } from './salesforce-error.ts';

const MOST = 25;
const subrequest = z.looseObject({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z]\w*$/),
  body: z.unknown().optional(),
});
const composite = z.strictObject({
  allOrNone: z.boolean().default(false),
  collateSubrequests: z.boolean().optional(),
  compositeRequest: z.array(subrequest),
});

export const compositeEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/composite', answer: (call) => together(call, bodyOf(call, composite)) },
];

function together(call: Call, { compositeRequest, allOrNone }: z.infer<typeof composite>): Answer {
  if (compositeRequest.length > MOST) {
    throw refused('LIMIT_EXCEEDED', `The composite request can have at most ${MOST} subrequests.`);
  }
  const bodies = new Map<string, unknown>();
  const parts: { body: unknown; httpHeaders: object; httpStatusCode: number; referenceId: string }[] = [];
  const work = () => {
    for (const { method, url, body, referenceId } of compositeRequest) {
      const text = body === undefined ? '' : filled(JSON.stringify(body), bodies);
      const answer = call.within({ method, url: filled(url, bodies), body: text });
      bodies.set(referenceId, answer.body);
      parts.push({ body: answer.body ?? null, httpHeaders: {}, httpStatusCode: answer.status, referenceId });
      if (allOrNone && answer.status >= 400) throw halted;
    }
  };
  if (!allOrNone) work();
  else {
    try {
      call.view.context.database.transaction(work);
    } catch (error) {
      if (error !== halted) throw error;
      return { status: 200, body: { compositeResponse: haltedParts(compositeRequest, parts) } };
    }
  }
  return { status: 200, body: { compositeResponse: parts } };
}

const halted = new Error('a part of an all-or-none call failed');

function haltedParts(
  asked: z.infer<typeof composite>['compositeRequest'],
  parts: readonly { body: unknown; httpHeaders: object; httpStatusCode: number; referenceId: string }[],
) {
  const body = [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ];
  return asked.map(({ referenceId }, index) =>
    index === parts.length - 1 ? parts[index] : { body, httpHeaders: {}, httpStatusCode: 400, referenceId },
  );
}

// @{ref.id} and @{ref.records[0].Id}.
function filled(text: string, bodies: ReadonlyMap<string, unknown>): string {
  return text.replace(/@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g, (_, name: string, path: string) => {
    let at: unknown = bodies.get(name);
    for (const [part] of path.matchAll(/\w+/g)) {
      at =
        typeof at === 'object' && at !== null
          ? Object.entries(at).find(([key]) => key === part)?.[1]
          : undefined;
    }
    if (at === undefined)
      throw refused('PROCESSING_HALTED', `Invalid reference specified. No value for ${name}${path} found`);
    return String(at);
  });
}
