/**
 * Scripts that stand in the page of a fault: they hear what goes wrong in it, and play where a driver cannot.
 */
import type { EnginePage } from '../helpers/engines/engine.js';

interface Heard {
  readonly errors: string[];
  readonly rejections: string[];
  readonly said: string[];
}

/** Keeps what goes wrong in the page and what is written to its console. */
export const LISTEN = `<script>{
  window.errors = [];
  window.rejections = [];
  window.said = [];
  addEventListener('error', ({ message }) => message && window.errors.push(message));
  addEventListener('unhandledrejection', ({ reason }) => window.rejections.push(String(reason)));
  for (const level of ['log', 'info', 'debug', 'warn', 'error']) {
    console[level] = (...args) => window.said.push(level + ' ' + args.join(' '));
  }
}</script>`;

/** Tells the test what goes wrong, and what is dropped, by means that the page cannot break later. */
export const TELL = `<script>{
  const { fetch } = window;
  window.tell = (what) => {
    const options = Object.assign(Object.create(null), { method: 'POST', body: what });
    fetch.call(window, '{files}'.replace('/sdk', '/note?'), options);
  };
  addEventListener('error', ({ message }) => message && tell('thrown: ' + message));
  addEventListener('unhandledrejection', ({ reason }) => tell('rejected: ' + reason));
}</script>`;

/**
 * Runs a script as soon as the client is there. In the page, not by the driver: a driver uses the page's own globals, and the page
 * may have broken them.
 */
export const whenReady = (code: string): string => `<script>{
  const { clearInterval } = window;
  const watch = setInterval(async () => {
    if (!window.ahaloop || 'q' in window.ahaloop) return;
    clearInterval(watch);
    ${code}
  });
}</script>`;

/** What the page that listens has heard. */
export const heard = (page: EnginePage): Promise<Heard> =>
  page.evaluate(() => {
    const { errors, rejections, said } = window as unknown as Heard;
    return { errors, rejections, said };
  });

export const SILENCE = { errors: [], rejections: [], said: [] };
