import { showEvents } from './events.js';
import { say, showLanguage, watchSwitches } from './switches.js';

const TRIAL_REPORTS = 5;
const byId = (id) => document.getElementById(id);
const KINDS = [
  { kind: 'sales', title: { en: 'Sales by region', zh: '各区域销售额', ar: 'المبيعات حسب المنطقة' } },
  { kind: 'retention', title: { en: 'Retention by cohort', zh: '分群留存', ar: 'الاحتفاظ حسب الفوج' } },
  { kind: 'revenue', title: { en: 'Revenue by plan', zh: '各套餐收入', ar: 'الإيرادات حسب الخطة' } },
];
const PRO = { en: 'Pro: as many reports as you like', zh: '专业版：报告数量不限', ar: 'Pro: تقارير بلا حدود' };
const LIMIT = {
  en: 'Your trial has 5 reports. Upgrade to create more.',
  zh: '试用版最多 5 份报告，升级后可继续创建。',
  ar: 'تتيح النسخة التجريبية ٥ تقارير. قم بالترقية لإنشاء المزيد.',
};

watchSwitches();
showEvents(byId('event-list'), byId('event-row'));

// The click is tracked by its `data-aha-track`; the product only does its own work.
let made = 0;
let plan = 'trial';
byId('new-report')?.addEventListener('click', ({ currentTarget }) => {
  const { title } = KINDS[made % KINDS.length];
  made += 1;
  const row = byId('report-row').content.cloneNode(true);
  say(row.querySelector('strong'), title);
  byId('report-list').prepend(row);
  currentTarget.dataset.ahaPropKind = KINDS[made % KINDS.length].kind;
  showLimit();
  showLanguage();
});

byId('sign-up')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const { name, company } = Object.fromEntries(new FormData(event.currentTarget));
  const userId = `u_${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  window.ahaloop.identify(userId, { name, plan });
  window.ahaloop.group(company.trim().toLowerCase().replace(/\s+/g, '-'), { name: company });
  window.ahaloop.track('Signed Up', { plan });
  byId('who').textContent = name;
  signedIn(true);
});

byId('sign-out')?.addEventListener('click', () => {
  window.ahaloop.reset();
  signedIn(false);
});

byId('invite')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const { email } = Object.fromEntries(new FormData(event.currentTarget));
  // The address stays with the product; the event says only that somebody was invited.
  window.ahaloop.track('Invite Sent', { role: 'member' });
  say(byId('invited'), { en: `Invited: ${email}`, zh: `已邀请：${email}`, ar: `تمت دعوة: ${email}` });
  event.currentTarget.reset();
});

byId('upgrade')?.addEventListener('click', upgrade);
// The upgrade prompt has a button that calls for the product's own upgrade.
document.addEventListener('aha-click', ({ detail }) => {
  if (detail.properties?.action === 'upgrade') upgrade();
});

function upgrade() {
  plan = 'pro';
  window.ahaloop.identify({ plan });
  window.ahaloop.track('Subscription Started', { plan });
  say(byId('plan-is'), PRO);
  byId('upgrade').hidden = true;
  showLimit();
}

/** A trial that is full makes no more reports. */
function showLimit() {
  const full = plan === 'trial' && made >= TRIAL_REPORTS;
  byId('new-report').disabled = full;
  byId('limit').hidden = !full;
  say(byId('limit'), LIMIT);
}

function signedIn(yes) {
  byId('sign-up').hidden = yes;
  byId('signed-in').hidden = !yes;
  (yes ? byId('sign-out') : byId('sign-up').elements.name).focus();
}

// As a product would, when the moment is right. The attribute works also before the widget has been loaded.
byId('open-corner')?.addEventListener('click', () => byId('corner').toggleAttribute('open', true));
