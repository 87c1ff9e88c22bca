import type { FastifyInstance, FastifyRequest } from 'fastify';
import { REFERRAL_PATH, type ReferralReply } from '../../src/wire/referral.js';
import type { ReadGuard } from '../http/read-guard.js';
import { storeRefused } from '../http/error-answer.js';
import { assertKeyAllows, type KeyRules } from '../http/key-rules.js';
import { assertSlowEnough } from '../http/assert-slow-enough.js';
import type { BytesInFlight } from '../http/bytes-in-flight.js';
import { findProject, writeKeysOf, type Projects } from '../http/find-project.js';
import { unguessable } from '../ingest/forget-route.js';
import { parseBody } from '../http/parse-body.js';
import { senderOf, type RateLimit } from '../http/rate-limit.js';
import { readBody } from '../http/read-body.js';
import type { Lifecycles } from '../lifecycle/lifecycles.js';
import { readIdentityToken, type IdentitySecrets } from '../http/identity-token.js';
import { assertKnownParams, personIdOf, projectParam, type Query } from '../http/query-params.js';
import { RequestError } from '../http/request-error.js';
import { findPerson } from '../store/find-person.js';
import type { Store } from '../store/open-store.js';
import type { ClickCounter, ClickKind } from './click-counter.js';
import { countInvitations, type Invitations } from './invitations.js';
import { isRobotAgent } from '../http/is-robot.js';
import type { ReferralCodes } from './referral-codes.js';

/** Where referral links lead, by project; null: of every project that has none of its own. */
export type Sites = ReadonlyMap<string | null, string>;

/** A page asks once: it counts as so many events, for it costs the store about as much. */
const COST_EVENTS = 50;

export interface ReferralOptions {
  readonly store: Pick<Store, 'query'>;
  readonly projects: Projects;
  readonly keyRules: KeyRules;
  readonly lifecycles: Lifecycles;
  readonly identitySecrets: IdentitySecrets;
  readonly sites: Sites;
  readonly codes: ReferralCodes;
  readonly clicks: ClickCounter;
  readonly inFlight: BytesInFlight;
  readonly rateLimit: RateLimit;
  readonly guard: ReadGuard;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
}

/**
 * `GET /r/:code`: counts that a person's link was opened, and sends the friend on to the project's site with `?aha_ref=<code>`. To nowhere
 * else, whatever the address says; without a code to a known site where the code is nobody's. No cookie, nothing of who it was.
 *
 * What only looks ahead is not counted: HEAD, and what a browser fetches before it is wanted; robots are counted apart.
 */
export function addReferralLink(
  scope: FastifyInstance,
  { sites, codes, clicks, rateLimit, onFailure }: ReferralOptions,
): void {
  scope.get('/r/:code', async (request, reply) => {
    const found = await codes.find((request.params as { code: string }).code).catch((error: unknown) => {
      // A friend is let in, whatever the store says.
      onFailure(error);
      return null;
    });
    const site = found ? siteOf(sites, found.projectId) : (sites.get(null) ?? [...sites.values()][0]);
    if (site === undefined) throw off(found?.projectId ?? 'of this link');
    const target = new URL(site);
    if (found) {
      target.searchParams.set('aha_ref', found.code);
      if (counts(request) && rateLimit.take(senderOf('/r/', request.ip), 1) === 0)
        clicks.count(found.projectId, found.code, clickKind(request.headers['user-agent']));
    }
    return reply
      .headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
      .redirect(target.href, 302);
  });
  scope.addHook('onClose', () => clicks.flush());
}

/** One without a name is no person either: every browser has one. */
export function clickKind(userAgent: string | undefined): ClickKind {
  return !userAgent || isRobotAgent(userAgent) ? 'robot' : 'person';
}

function counts({ method, headers }: FastifyRequest): boolean {
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-moz'], headers['x-purpose']].join(' ');
  return method === 'GET' && !/prefetch|prerender|preview/i.test(purpose);
}

/**
 * `POST /v1/referral` with `{ writeKey, anonymousId }`: the code of this browser's person and what became of it. As for forgetting, the
 * unguessable id is all that speaks for who asks, so a user id is not looked at: by it, anybody could ask about anybody. With an
 * `identityToken`, by which the site's server vouches for who it is, it is the code of that person, on all their devices.
 */
export function addReferralRoute(scope: FastifyInstance, options: ReferralOptions): void {
  const { projects, keyRules, identitySecrets: secrets, sites, inFlight, rateLimit, now, onFailure } = options;
  scope.post(REFERRAL_PATH, async (request): Promise<ReferralReply> => {
    const share = inFlight.open();
    try {
      const body = parseBody(await readBody(request.raw, request.headers, share));
      const { writeKey, projectId } = findProject(projects, writeKeysOf(request, body.writeKey));
      assertKeyAllows(keyRules, writeKey, request);
      if (siteOf(sites, projectId) === undefined) throw off(projectId);
      const anonymousId = unguessable(body.anonymousId);
      assertSlowEnough(rateLimit, writeKey, request, COST_EVENTS, onFailure);
      const { identityToken: token } = body;
      const userId =
        token === undefined ? null : readIdentityToken(token, { secrets, project: projectId, nowMs: now() });
      const asked =
        userId === null ? ownerReferral(options, projectId, anonymousId) : personReferral(options, projectId, userId);
      return await asked.catch((error: unknown) => {
        onFailure(error);
        throw storeRefused(error);
      });
    } finally {
      share.close();
    }
  });
}

/**
 * `POST /v1/person/:id/referral`: the same for a person by their user id, over all their browsers, for the product's own server: it
 * hands the code to `<aha-referral code="…">`, and the person has one link on all devices. `GET` tells it of who has a code, and makes
 * none. For who may read.
 */
export function addPersonReferral(scope: FastifyInstance, options: ReferralOptions): void {
  const { projects, sites, guard } = options;
  guard.protect(scope);
  function asked(request: FastifyRequest): readonly [projectId: string, userId: string] {
    const query = request.query as Query;
    assertKnownParams(query, ['project']);
    const projectId = projectParam(query, [...new Set(projects.values())]);
    if (siteOf(sites, projectId) === undefined) throw off(projectId);
    return [projectId, personIdOf(request)];
  }
  scope.get('/v1/person/:id/referral', async (request): Promise<ReferralReply> => {
    const [projectId, userId] = asked(request);
    const [code] = await options.codes.codesOf(projectId, { users: [userId], browsers: [] });
    if (code === undefined) throw noCode();
    return personReferral(options, projectId, userId);
  });
  scope.post('/v1/person/:id/referral', async (request): Promise<ReferralReply> =>
    personReferral(options, ...asked(request)),
  );
}

/** The code of one id, and what became of it. */
async function ownerReferral(
  { store, lifecycles, codes }: ReferralOptions,
  projectId: string,
  owner: string,
): Promise<ReferralReply> {
  const code = await codes.codeOf(projectId, { id: owner, isUser: false });
  const known = await countInvitations(store, projectId, [code], { users: [], browsers: [owner] });
  return { success: true, code, invitations: told(known, lifecycles.has(projectId)) };
}

/** The code of a person by their user id, and what became of all codes that they have had in whatever browser. */
async function personReferral(
  { store, lifecycles, codes }: ReferralOptions,
  projectId: string,
  userId: string,
): Promise<ReferralReply> {
  const person = await findPerson((sql, params) => store.query(sql, params), projectId, userId, false);
  const owners = { users: person.ids, browsers: person.browsers };
  const code = await codes.codeOf(projectId, { id: userId, isUser: true });
  const known = await countInvitations(store, projectId, await codes.codesOf(projectId, owners), owners);
  return { success: true, code, invitations: told(known, lifecycles.has(projectId)) };
}

/** Without a lifecycle nobody reaches a milestone, and without a server that tells of rewards there are none: nothing is said of it. */
function told(
  { opened, signedUp, activated, rewarded }: Invitations,
  hasLifecycle: boolean,
): ReferralReply['invitations'] {
  return { opened, signedUp, ...(hasLifecycle && { activated }), ...(rewarded > 0 && { rewarded }) };
}

const siteOf = (sites: Sites, projectId: string): string | undefined => sites.get(projectId) ?? sites.get(null);

const noCode = (): RequestError =>
  new RequestError({
    statusCode: 404,
    code: 'referral-code-none',
    message: 'The person has no referral code yet.',
    remedy: 'POST to the same address makes one.',
  });

const off = (projectId: string): RequestError =>
  new RequestError({
    statusCode: 404,
    code: 'referral-off',
    message: `The project ${projectId} has no site for referral links to lead to.`,
    remedy: 'Start the collector with --site https://www.example.com/, or <project>=<address>.',
  });
