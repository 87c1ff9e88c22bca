import type { FastifyInstance } from 'fastify';
import type { ReadGuard } from '../http/read-guard.js';
import { RequestError } from '../http/request-error.js';
import { BackupError } from './backup-error.js';
import type { Backups } from './create-backups.js';

const PATH = '/v1/backups';

/** `POST /v1/backups` begins a backup; `GET /v1/backups/:name` tells its progress. Both need the read key. */
export function addBackupRoutes(
  scope: FastifyInstance,
  { backups, guard }: { readonly backups: Backups; readonly guard: ReadGuard },
): void {
  guard.protect(scope);

  scope.post(PATH, async (_request, reply) => {
    try {
      const name = await backups.begin();
      return await reply.code(202).send({ success: true, name, state: 'running' });
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      const [, code = '', message = '', remedy = ''] = /^([\w-]+): (.*); (.*)$/.exec(error.message) ?? [];
      throw new RequestError({ statusCode: code === 'backup-running' ? 409 : 503, code, message, remedy });
    }
  });

  scope.get(`${PATH}/:name`, async (request, reply) => {
    const { name } = request.params as { name: string };
    const state = await backups.stateOf(name);
    if (state !== null) return reply.send({ name, ...state });
    throw new RequestError({
      statusCode: 404,
      code: 'backup-unknown',
      message: `There is no backup ${JSON.stringify(name.slice(0, 40))}.`,
      remedy: 'Use the name that POST /v1/backups answered.',
    });
  });
}
