// The Web API of the simulated Slack: every call checked for token, scope, rate and arguments.
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { chaosOf } from './chaos.ts';
import { chatMethods } from './chat-methods.ts';
import { directoryMethods } from './directory-methods.ts';
import type { Sender } from './dispatch.ts';
import { type Call, type Method, needScope, TooMany } from './method.ts';
import type { RateLimit } from './rate-limit.ts';
import { Refusal, refuse } from './refusal.ts';
import { appById, installByToken } from './registered-app.ts';
import { viewMethods } from './view-methods.ts';

const methods: Readonly<Record<string, Method>> = { ...chatMethods, ...directoryMethods, ...viewMethods };
const argsShape = z.record(z.string(), z.unknown()).catch({});

/** `POST /api/<method>`. oauth.v2.access has its own route, laid before this one. */
export function api(needs: { readonly sender: Sender; readonly limit: RateLimit }): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: '2mb' }), express.json({ limit: '2mb' }));
  router.all('/api/:method', async (request, response) => {
    try {
      if (disturbed(needs.sender, response)) return;
      const { call, method } = toCall(needs, request);
      response.set('x-oauth-scopes', call.install.scopes.join(','));
      if (method.scopes.length > 0) response.set('x-accepted-oauth-scopes', method.scopes.join(','));
      needScope(call.install, method.scopes);
      if (method.tier !== 'own') {
        const wait = needs.limit(method.tier, `${call.install.token}:${request.params.method}`);
        if (wait > 0) throw new TooMany(wait);
      }
      response.json({ ok: true, ...(await method.run(call)) });
    } catch (error) {
      answerError(needs.sender, response, error);
    }
  });
  return router;
}

function toCall(
  needs: { readonly sender: Sender; readonly limit: RateLimit },
  request: Request<{ method: string }>,
) {
  const method = Object.hasOwn(methods, request.params.method) ? methods[request.params.method] : undefined;
  if (!method) refuse('unknown_method', { req_method: request.params.method });
  const args = { ...argsShape.parse(request.query), ...argsShape.parse(request.body) };
  const token = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? args['token'];
  if (typeof token !== 'string' || token === '') refuse('not_authed');
  const install = installByToken(needs.sender.slack, token);
  if (!install) refuse('invalid_auth');
  const app = appById(needs.sender.slack, install.app);
  if (!install.active || !app) refuse('token_revoked');
  const call: Call = { ...needs, install, app, args };
  return { call, method };
}

function disturbed(sender: Sender, response: Response): boolean {
  const chaos = chaosOf(sender.slack);
  if (Math.random() < chaos.serverError) {
    response.status(503).send('Service Unavailable');
    return true;
  }
  if (Math.random() < chaos.tooMany) throw new TooMany(1);
  return false;
}

/** Answers a refusal, a rate limit or a defect of ours the way Slack does. */
export function answerError(sender: Sender, response: Response, error: unknown): void {
  if (error instanceof TooMany) {
    response.status(429).set('retry-after', String(error.seconds)).json({ ok: false, error: 'ratelimited' });
  } else if (error instanceof Refusal) {
    response.json({ ok: false, error: error.error, ...error.extra });
  } else {
    sender.log.error({ error }, 'the simulated Slack failed');
    response.status(500).json({ ok: false, error: 'internal_error' });
  }
}
