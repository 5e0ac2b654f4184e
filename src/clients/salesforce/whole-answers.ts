// Lets jsforce see an answer of Salesforce only when all of it has come.
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

type Start = readonly [
  status: number,
  headers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2],
  message?: string,
];

/**
 * jsforce pipes an answer's body on without hearing its errors: a connection that breaks in the middle of an answer ends
 * the whole process, and its timeout ends with the headers. With the whole answer in hand both are ordinary failures.
 */
const whole: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const held: { start: Start | null; readonly chunks: Buffer[] } = { start: null, chunks: [] };
  return dispatch(options, {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart(_controller, status, headers, message) {
      if (status >= 200) held.start = message === undefined ? [status, headers] : [status, headers, message];
    },
    onResponseData(_controller, chunk) {
      // The bytes belong to the parser, which writes over them.
      held.chunks.push(Buffer.from(chunk));
    },
    onResponseEnd(controller, trailers) {
      if (held.start !== null) handler.onResponseStart?.(controller, ...held.start);
      for (const chunk of held.chunks) handler.onResponseData?.(controller, chunk);
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  });
};

/** Follows the proxy variables of the environment as jsforce does, but with one pool instead of one a request. */
export function wholeAnswers(): Dispatcher {
  return new EnvHttpProxyAgent({ allowH2: false }).compose(whole);
}
