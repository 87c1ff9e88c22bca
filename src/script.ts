/**
 * The door for a script tag:
 * `<script async src="https://collect.example.com/sdk/ahaloop.js" data-write-key="wk_…"></script>`
 *
 * Attributes: `data-write-key` (required), `data-endpoint` (the origin of the script where it is left out),
 * `data-page="off"` (no page views by themselves), `data-vitals` (track web vitals), `data-debug`, `data-consent`,
 * `data-honour-privacy-signals="off"`, `data-redact="iban vat_id"`, `data-cookie-domain`, `data-lifecycle` (the collector's definition,
 * or the address of one), `data-identity-token` (what the site's server has signed for who is signed in).
 * It puts the client on `window.ahaloop`, after the calls that the stub snippet kept.
 */
import { onActivation } from './browser/activation.js';
import { bag } from './browser/bag.js';
import { onTrackedClick } from './browser/clicks.js';
import { onFirstElement } from './browser/elements.js';
import { onTitle } from './browser/late-title.js';
import { findOwnTag } from './browser/own-tag.js';
import { onRoute } from './browser/routes.js';
import { startClient, type Views } from './start-client.js';
import type { Client } from './client.js';
import type { ConsentState } from './core/consent.js';
import { isEndpoint, isWriteKey, readSwitch } from './core/options.js';
import type { Stub } from './window.js';

/** Elements and their chunks, beside this script. */
const WIDGETS: readonly string[] = ['nps', 'csat', 'ces', 'survey', 'checklist', 'referral', 'prompt', 'rewards'];

function start(script: HTMLScriptElement): void {
  // Too old to write before the page is gone (Safari 14): nothing rather than half of it.
  if (typeof IDBTransaction === 'function' && !('commit' in IDBTransaction.prototype)) return;
  // By `getAttribute`: what a page has put on every object is not taken for an attribute.
  const read = (name: string): string | undefined => script.getAttribute(`data-${name}`) ?? undefined;
  const { src } = script;
  const writeKey = read('write-key');
  const endpoint = read('endpoint') ?? src.split('/', 3).join('/');
  if (!isWriteKey(writeKey) || !isEndpoint(endpoint)) {
    // Told to the developer; it costs the page nothing.
    console.error(
      `ahaloop: tag-invalid: data-write-key is "${writeKey}", data-endpoint "${endpoint}"; put the collector's there.`,
    );
    return;
  }
  // Its own value: an element with that id is found under the name as well.
  const existing = Object.getOwnPropertyDescriptor(window, 'ahaloop')?.value as Partial<Client & Stub> | undefined;
  const calls = existing?.q;
  if (!calls && typeof existing?.track === 'function') {
    // The tag stands twice in the page.
    if (existing.writeKey !== writeKey) {
      console.error(
        `ahaloop: tag-second: data-write-key "${writeKey}" is not used, "${existing.writeKey}" is; call createClient() for a second one.`,
      );
    }
    return;
  }
  const identityToken = read('identity-token') || undefined;
  const lifecycle = read('lifecycle');
  const load = (chunk: string): Promise<unknown> => import(src.replace(/[^/]*([?#].*)?$/, chunk));
  const views: Views = bag({});
  const client = startClient(
    bag({
      writeKey,
      endpoint,
      debug: readSwitch(read('debug'), false),
      honourPrivacySignals: readSwitch(read('honour-privacy-signals'), true),
      // What is none of the three is `pending`.
      consent: read('consent') as ConsentState | undefined,
      redact: read('redact')
        ?.split(/[\s,]+/)
        .filter(Boolean),
      cookieDomain: read('cookie-domain') || undefined,
      identityToken,
      lifecycle:
        lifecycle === undefined
          ? undefined
          : load('lifecycle.js').then((chunk) =>
              (chunk as typeof import('./load-lifecycle.js')).loadLifecycle(
                lifecycle || `${endpoint}/v1/config/${writeKey}`,
              ),
            ),
    }),
    views,
  );

  const tellFailure = (loading: Promise<unknown>): void =>
    void loading.catch((error: unknown) => console.error('ahaloop:', error));
  // A widget that nobody listens to would thank for an answer that is not kept: the connection comes first.
  const connected = (): Promise<unknown> =>
    (connecting ??= load('widgets/connect.js').then((chunk) => {
      (chunk as typeof import('../widgets/connect.js')).connect(client, document, {
        endpoint,
        writeKey,
        identityToken,
      });
    }));
  let connecting: Promise<unknown> | undefined;
  const discover = onFirstElement(
    WIDGETS.map((name) => `aha-${name}`),
    (element) => tellFailure(connected().then(() => load(`widgets/${element.slice('aha-'.length)}.js`))),
  );
  if (readSwitch(read('vitals'), false)) {
    tellFailure(load('vitals.js').then((chunk) => (chunk as typeof import('./vitals.js')).trackVitals(client)));
  }

  if (client.referral()) {
    tellFailure(load('referral.js').then((chunk) => (chunk as typeof import('./referral.js')).trackReferral(client)));
  }

  window.ahaloop = Object.assign(client, { discover });
  onTrackedClick((event, properties) => void client.track(event, properties));
  for (const [method, args, resolve] of Array.isArray(calls) ? calls : []) {
    const call = (client as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[method];
    resolve?.(call?.(...Array.from(args)));
  }
  if (readSwitch(read('page'), true)) {
    // A page that is rendered ahead is viewed when it is shown.
    onActivation(() => {
      void client.page();
      onRoute((restored) => {
        views._due?.();
        const view = views._begin!();
        views._due = restored ? view() : onTitle(view);
      });
    });
  }
}

try {
  const script = findOwnTag();
  if (script) start(script);
  else {
    console.error('ahaloop: tag-missing: load this file by a <script async src="…" data-write-key="wk_…">.');
  }
} catch (error) {
  console.error('ahaloop:', error);
}
