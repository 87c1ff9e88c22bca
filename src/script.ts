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
import { onTrackedClick } from './browser/clicks.js';
import { onFirstElement } from './browser/elements.js';
import { onRoute } from './browser/routes.js';
import { startClient } from './start-client.js';
import type { ConsentState } from './core/consent.js';
import { isEndpoint, isWriteKey } from './core/options.js';
import type {} from './window.js';

/** Elements and their chunks, beside this script. */
const WIDGETS: readonly string[] = ['nps', 'csat', 'ces', 'survey', 'checklist', 'referral', 'prompt', 'rewards'];

function start(script: HTMLScriptElement): void {
  // Too old to write before the page is gone (Safari 14): nothing rather than half of it.
  if (typeof IDBTransaction === 'function' && !('commit' in IDBTransaction.prototype)) return;
  const existing = window.ahaloop;
  if (existing && !('q' in existing)) return; // The tag stands twice in the page.
  const {
    writeKey,
    endpoint,
    page,
    vitals,
    debug,
    consent,
    honourPrivacySignals,
    redact,
    cookieDomain,
    lifecycle,
    identityToken,
  } = script.dataset;
  const address = endpoint ?? new URL(script.src).origin;
  if (!isWriteKey(writeKey) || !isEndpoint(address)) {
    // Told to the developer; it costs the page nothing.
    console.error(
      `ahaloop: data-write-key is ${JSON.stringify(writeKey)}, data-endpoint ${JSON.stringify(address)}; put there what the collector printed.`,
    );
    return;
  }
  const load = (chunk: string): Promise<unknown> => import(new URL(chunk, script.src).href);
  const client = startClient({
    writeKey,
    endpoint: address,
    debug: debug !== undefined,
    honourPrivacySignals: honourPrivacySignals !== 'off',
    // What is none of the three is `pending`.
    ...(consent !== undefined && { consent: consent as ConsentState }),
    ...(redact && { redact: redact.split(/[\s,]+/).filter(Boolean) }),
    ...(cookieDomain && { cookieDomain }),
    ...(identityToken && { identityToken }),
    ...(lifecycle !== undefined && {
      lifecycle: load('lifecycle.js').then((chunk) =>
        (chunk as typeof import('./load-lifecycle.js')).loadLifecycle(lifecycle || `${address}/v1/config/${writeKey}`),
      ),
    }),
  });

  const tellFailure = (loading: Promise<unknown>): void =>
    void loading.catch((error: unknown) => console.error('ahaloop:', error));
  // A widget that nobody listens to would thank for an answer that is not kept: the connection comes first.
  const connected = (): Promise<unknown> =>
    (connecting ??= load('widgets/connect.js').then((chunk) => {
      (chunk as typeof import('../widgets/connect.js')).connect(client, document, {
        endpoint: address,
        writeKey,
        identityToken,
      });
    }));
  let connecting: Promise<unknown> | undefined;
  const discover = onFirstElement(
    WIDGETS.map((name) => `aha-${name}`),
    (element) => tellFailure(connected().then(() => load(`widgets/${element.slice('aha-'.length)}.js`))),
  );
  if (vitals !== undefined) {
    tellFailure(load('vitals.js').then((chunk) => (chunk as typeof import('./vitals.js')).trackVitals(client)));
  }

  if (client.referral()) {
    tellFailure(load('referral.js').then((chunk) => (chunk as typeof import('./referral.js')).trackReferral(client)));
  }

  window.ahaloop = Object.assign(client, { discover });
  onTrackedClick((event, properties) => void client.track(event, properties));
  for (const [method, args, resolve] of existing?.q ?? []) {
    const call = (client as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[method];
    resolve(call?.(...Array.from(args)));
  }
  if (page !== 'off') {
    // A page that is rendered ahead is viewed when it is shown.
    onActivation(() => {
      void client.page();
      onRoute(() => void client.page());
    });
  }
}

const script = document.currentScript;
try {
  // Null in a module: the tag is `<script async>`, without a type.
  start(script as HTMLScriptElement);
} catch (error) {
  console.error('ahaloop:', error);
}
