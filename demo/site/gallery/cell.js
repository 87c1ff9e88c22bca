/**
 * One widget in one state: `?widget=nps&state=2&lang=ar&theme=dark`. The page is the widget's client here and stores nothing: what a
 * definition says, and where the person stands, is what the state says.
 */
const PATIENCE_MS = 60_000;
const root = document.documentElement;
const collector = document.querySelector('script[data-collector]').dataset.collector;
const params = new URLSearchParams(location.search);
// What the page's policy has had to forbid is there for all to see.
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  root.dataset.violated = `${violatedDirective} ${blockedURI}`;
});
const [name, lang] = [params.get('widget') ?? 'nps', params.get('lang') ?? 'en'];
root.lang = lang;
root.dir = params.get('dir') || (lang === 'ar' ? 'rtl' : 'ltr');
root.dataset.theme = params.get('theme') ?? 'light';

// A widget's focus brings it into view, in its own page; here it would scroll the gallery.
const { focus } = HTMLElement.prototype;
HTMLElement.prototype.focus = function (options) {
  focus.call(this, parent === window ? options : { ...options, preventScroll: true });
};

// What passes by itself after a while, such as “Link copied”, stays to be looked at.
const { setTimeout: later } = window;
window.setTimeout = (work, ms = 0, ...rest) => (ms < 1_000 ? later(work, ms, ...rest) : 0);

const { widget, states } = await import(`./${name}.js`);
const { attributes = {}, settings, client, act } = states[Number(params.get('state') ?? 0)];
const kept = new Map();
document.addEventListener('aha-join', ({ detail }) =>
  detail.join({
    widget: () => client?.widget ?? null,
    facts: () => client?.facts ?? null,
    state: () => client?.state ?? null,
    onChange: () => () => {},
    read: (key) => kept.get(key) ?? client?.kept?.[key] ?? null,
    write: (key, text) => kept.set(key, text),
    ...client?.port,
  }),
);
// What people answer is kept by nobody here, and takes a task of its own, as a disk does.
document.addEventListener('aha-answer', ({ detail }) => detail.waitUntil(new Promise((kept) => setTimeout(kept))));

const element = document.createElement(widget);
for (const [key, value] of Object.entries(attributes)) {
  element.setAttribute(key, typeof value === 'object' ? (value[lang] ?? value.en) : value);
}
if (settings) element.settings = settings;
document.querySelector('main').append(element);
await import(`${collector}/sdk/widgets/${name}.js`);
await until(() => element.shadowRoot?.firstElementChild || element.dataset.empty !== undefined).catch(() => {});
const shadow = element.shadowRoot;
const find = (selector) => until(() => shadow.querySelector(selector), selector);
await act?.({
  element,
  root: shadow,
  until: find,
  click: async (selector) => (await find(selector)).click(),
  type: async (selector, text) => {
    const field = await find(selector);
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  },
});
if (attributes.open !== undefined) await find(':popover-open, :modal');
// What stands over the page announces itself a moment later.
if (['corner', 'launcher', 'banner'].includes(attributes.placement)) await find('[role=status] .sr:not(:empty)');
await document.fonts.ready;
root.dataset.ready = '';

// The gallery gives the frame as much room as it needs.
const tell = () => {
  const card = shadow.querySelector('.card') ?? element;
  const over = getComputedStyle(card).position === 'fixed';
  parent.postMessage({ height: over ? 620 : Math.ceil(document.body.scrollHeight) }, location.origin);
};
new ResizeObserver(tell).observe(document.body);
tell();

async function until(condition, what = 'the widget') {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const found = condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`gallery: ${what} is not there`);
}
