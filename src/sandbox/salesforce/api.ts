// The REST API of the simulated Salesforce: finds the endpoint, lets the call through the gate, and writes the answer.
import express from 'express';
import { bulkIngestEndpoints } from './bulk-ingest-endpoints.ts';
import { bulkQueryEndpoints } from './bulk-query-endpoints.ts';
import type { CallCounter } from './call-counter.ts';
import { collectionEndpoints } from './collection-endpoints.ts';
import { compositeEndpoints } from './composite-endpoint.ts';
import { describeEndpoints } from './describe-endpoints.ts';
import type { Answer, Call, Endpoint, Method } from './endpoint.ts';
import { type Admitted, admit, limitInfo, refuseEarly, spendCall, versionOf } from './gate.ts';
import type { Orgs } from './orgs.ts';
import { openQueryCursors } from './query-cursors.ts';
import { queryEndpoints } from './query-endpoints.ts';
import { recordEndpoints } from './record-endpoints.ts';
import { errorBody, notFound, SalesforceError } from './salesforce-error.ts';

const endpoints: readonly Endpoint[] = [
  ...bulkQueryEndpoints,
  ...bulkIngestEndpoints,
  ...describeEndpoints,
  ...queryEndpoints,
  ...compositeEndpoints,
  ...collectionEndpoints,
  ...recordEndpoints,
];

export type CallLog = { warn(fields: object, sentence: string): void };

export type ApiOptions = {
  readonly orgs: Orgs;
  readonly log?: CallLog | undefined;
  readonly counter: CallCounter;
};

type Route = { readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> };

export function apiRoutes({ orgs, log, counter }: ApiOptions): express.Router {
  const router = express.Router();
  const cursors = openQueryCursors();
  const body = express.text({ type: () => true, limit: '200mb' });

  router.get('/services/data', (_req, res) => {
    res.json(
      Array.from({ length: 37 }, (_, index) => 31 + index).map((version) => ({
        ...{ label: `v${version}`, url: `/services/data/v${version}.0`, version: `${version}.0` },
      })),
    );
  });

  router.use('/services/data', body, (req, res) => {
    const { chaos } = orgs;
    const { answer, lost } = serve(req);
    const send = () => {
      if (lost) {
        req.socket.destroy();
        return;
      }
      res.status(answer.status).set({ ...answer.headers });
      if (answer.body === undefined) res.end();
      else if (answer.type !== undefined) res.type(answer.type).send(answer.body);
      else res.json(answer.body);
    };
    const { slowMs } = chaos.read();
    if (slowMs > 0) setTimeout(send, slowMs);
    else send();
  });
  return router;

  function serve(req: express.Request): { answer: Answer; lost: boolean } {
    let headers: Readonly<Record<string, string>> = {};
    const seen = { org: '', path: req.path };
    const finish = (answer: Answer) => {
      counter.add({ ...seen, method: req.method, status: answer.status });
      return { ...answer, headers: { ...headers, ...answer.headers } };
    };
    try {
      refuseEarly(orgs, req.originalUrl, req.rawHeaders);
      const [, part = '', ...rest] = req.path.split('/');
      const version = versionOf(part);
      const admitted = admit(orgs, req.get('authorization') ?? '');
      seen.org = admitted.org.orgId;
      headers = limitInfo(spendCall(admitted));
      const path = rest.length === 0 ? '' : `/${rest.join('/')}`;
      const text: unknown = req.body;
      const answer = dispatch(admitted, version, {
        method: methodOf(req.method),
        path,
        query: new URLSearchParams(req.originalUrl.split('?')[1] ?? ''),
        body: typeof text === 'string' ? text : '',
        header: (name) => req.get(name) ?? '',
        seen,
      });
      const lost = req.method !== 'GET' && orgs.chaos.strikes(orgs.chaos.read().lostAnswerRate);
      return { answer: finish(answer), lost };
    } catch (error) {
      return { answer: finish(failure(error, req.path)), lost: false };
    }
  }

  function dispatch(admitted: Admitted, version: string, asked: Asked): Answer {
    const { org, user } = admitted;
    const route = routeOf(asked.method, asked.path);
    if (route === undefined) throw notFound();
    asked.seen.path = route.endpoint.path;
    if (asked.method !== 'GET' && orgs.chaos.read().readOnly) {
      throw new SalesforceError(503, 'SERVER_UNAVAILABLE', 'The org is read only while it is being moved.');
    }
    const base = `/services/data/v${version}`;
    const call: Call = {
      ...{ org, cursors, base, version, query: asked.query, body: asked.body, header: asked.header },
      view: { context: org.context, user },
      param: (name) => route.params[name] ?? '',
      within: ({ method, url, body: text }) => {
        try {
          const [path = '', query = ''] = url.split('?');
          if (!path.startsWith(base)) throw notFound();
          return dispatch(admitted, version, {
            ...{ method, path: path.slice(base.length), query: new URLSearchParams(query) },
            ...{ body: text, header: asked.header, seen: { org: '', path: '' } },
          });
        } catch (error) {
          return failure(error, url);
        }
      },
    };
    return route.endpoint.answer(call);
  }

  function failure(error: unknown, path: string): Answer {
    if (error instanceof SalesforceError) return { status: error.status, body: errorBody(error) };
    log?.warn(
      { error: String(error), stack: error instanceof Error ? error.stack : '', path },
      'the sandbox failed',
    );
    return {
      status: 500,
      body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred.' }],
    };
  }
}

type Asked = {
  readonly method: Method;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly header: (name: string) => string;
  /** Filled in with the endpoint's path, for counting. */
  readonly seen: { org: string; path: string };
};

function methodOf(method: string): Method {
  const found = (['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const).find((one) => one === method);
  if (found === undefined)
    throw new SalesforceError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed.`);
  return found;
}

function routeOf(method: Method, path: string): Route | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const matching = endpoints.flatMap((endpoint) => {
    const params = paramsOf(
      endpoint.path.split('/').filter((part) => part !== ''),
      parts,
    );
    return params === undefined ? [] : [{ endpoint, params }];
  });
  const [any] = matching;
  const found = matching.find((one) => one.endpoint.method === method);
  if (found === undefined && any !== undefined) {
    const allowed = [...new Set(matching.map((one) => one.endpoint.method))].join(',');
    throw new SalesforceError(
      405,
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
    );
  }
  return found;
}

function paramsOf(shape: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (shape.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of shape.entries()) {
    const part = parts[index] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = decodeURIComponent(part);
    else if (name !== part) return undefined;
  }
  return params;
}
