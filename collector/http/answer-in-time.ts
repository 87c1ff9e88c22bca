import type { FastifyInstance, FastifyReply } from 'fastify';
import { answerLate } from './error-answer.js';

/**
 * Answers a slow request with an error before its connection is cut off, so that the client learns why. The work itself goes on.
 *
 * @param withinMs from when the request's headers are in.
 * @param send answers with the error.
 */
export function answerInTime(
  app: FastifyInstance,
  withinMs: number,
  send: (reply: FastifyReply, error: unknown) => unknown,
): void {
  const timers = new WeakMap<object, NodeJS.Timeout>();
  app.addHook('onRequest', (request, reply, done) => {
    const tooLate = () => {
      if (!reply.sent) send(reply, answerLate());
    };
    timers.set(request, setTimeout(tooLate, withinMs));
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    clearTimeout(timers.get(request));
    done(null, payload);
  });
  app.addHook('onRequestAbort', (request, done) => {
    clearTimeout(timers.get(request));
    done();
  });
}
