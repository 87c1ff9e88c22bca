import { showEvents } from './events.js';
import { say, showLanguage, watchSwitches } from './switches.js';

const byId = (id) => document.getElementById(id);
const KINDS = [
  { kind: 'sales', en: 'Sales by region', zh: '各区域销售额' },
  { kind: 'retention', en: 'Retention by cohort', zh: '分群留存' },
  { kind: 'revenue', en: 'Revenue by plan', zh: '各套餐收入' },
];

watchSwitches();
showEvents(byId('event-list'), byId('event-row'));

// The click is tracked by its `data-aha-track`; the product only does its own work.
let made = 0;
byId('new-report')?.addEventListener('click', ({ currentTarget }) => {
  const { en, zh } = KINDS[made % KINDS.length];
  made += 1;
  const row = byId('report-row').content.cloneNode(true);
  say(row.querySelector('strong'), en, zh);
  byId('report-list').prepend(row);
  currentTarget.dataset.ahaPropKind = KINDS[made % KINDS.length].kind;
  showLanguage();
});

byId('sign-up')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const { name, company } = Object.fromEntries(new FormData(event.currentTarget));
  const userId = `u_${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  window.ahaloop.identify(userId, { name, plan: 'trial' });
  window.ahaloop.group(company.trim().toLowerCase().replace(/\s+/g, '-'), { name: company });
  window.ahaloop.track('Signed Up', { plan: 'trial' });
  byId('who').textContent = name;
  signedIn(true);
});

byId('sign-out')?.addEventListener('click', () => {
  window.ahaloop.reset();
  signedIn(false);
});

function signedIn(yes) {
  byId('sign-up').hidden = yes;
  byId('signed-in').hidden = !yes;
  (yes ? byId('sign-out') : byId('sign-up').elements.name).focus();
}

// As a product would, when the moment is right. The attribute works also before the widget has been loaded.
byId('open-corner')?.addEventListener('click', () => byId('corner').toggleAttribute('open', true));
