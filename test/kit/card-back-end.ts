// A back end for the card on a real port: checks HubSpot's signature v3 by the book and answers in the asked language.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';
import {
  type CardAnswer,
  CardBody,
  CardQuery,
  type CardView,
  type CardWord,
} from '#http/hubspot/card-view.ts';
import { type Locale, toLocale } from '#texts/texts.ts';

export type CardBackEnd = {
  readonly url: string;
  /** What it answers with from now on; an HTTP status stands for a failure, a promise for slowness. */
  show(view: (locale: Locale) => CardView | number | Promise<CardView>): void;
  /** What people answered, with who they were. */
  readonly answers: { query: CardQuery; body: CardAnswer | CardWord }[];
  readonly requests: { method: string; status: number }[];
  close(): Promise<void>;
};

const Address = z.object({ port: z.number() });

export async function aCardBackEnd(clientSecret: string): Promise<CardBackEnd> {
  let view: (locale: Locale) => CardView | number | Promise<CardView> = () => 503;
  const answers: CardBackEnd['answers'] = [];
  const requests: CardBackEnd['requests'] = [];
  const app = express();
  app.use(express.text({ type: () => true }));
  app.use((request, response, next) => {
    response.on('finish', () => requests.push({ method: request.method, status: response.statusCode }));
    const uri = `http://${request.headers.host}${request.originalUrl}`;
    const body = typeof request.body === 'string' ? request.body : '';
    const ok = isSigned(clientSecret, request.method, uri, body, (name) => request.get(name) ?? '');
    if (ok) next();
    else response.sendStatus(401);
  });
  app.get('/hubspot/card', async (request, response) => {
    const answer = await view(toLocale(CardQuery.parse(request.query).locale));
    if (typeof answer === 'number') response.sendStatus(answer);
    else response.json(answer);
  });
  app.post('/hubspot/card', async (request, response) => {
    const query = CardQuery.parse(request.query);
    const body = CardBody.parse(JSON.parse(request.body));
    answers.push({ query, body });
    const now = await view(toLocale(query.locale));
    if (typeof now === 'number') return void response.sendStatus(now);
    if ('adviceId' in body)
      response.json({ confirmation: `Noted: ${body.answer}`, view: withAnswer(now, body) });
    else response.json({ confirmation: 'Noted', view: now });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${Address.parse(server.address()).port}`,
    show: (next) => {
      view = next;
    },
    answers,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function withAnswer(view: CardView, { answer }: CardAnswer): CardView {
  if (!('nextStep' in view) || view.nextStep === null) return view;
  return {
    ...view,
    nextStep: { ...view.nextStep, answered: { answer, sentence: `You answered: ${answer}` } },
  };
}

function isSigned(
  secret: string,
  method: string,
  uri: string,
  body: string,
  header: (name: string) => string,
): boolean {
  const time = header('x-hubspot-request-timestamp');
  if (!(Math.abs(Date.now() - Number(time)) < 300_000)) return false;
  const plain = uri.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => decodeURIComponent(code));
  const expected = createHmac('sha256', secret).update(`${method}${plain}${body}${time}`).digest();
  const given = Buffer.from(header('x-hubspot-signature-v3'), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
