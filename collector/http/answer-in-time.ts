import type { FastifyInstance, FastifyReply } from 'fastify';
import { answerLate } from './error-answer.js';

/**
 * Answers with an error where the answer itself does not come in time: a connection on which nothing is said for too long is cut off, and
 * whoever asked would not know why. What was under way goes on and answers nobody.
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
