/** What a person can see of `<aha-prompt>`. */
export const widget = 'aha-prompt';

const upgrade = {
  en: 'Make as many reports as you like',
  'zh-CN': '报告数量，不再受限',
  ar: 'أنشئ ما تشاء من التقارير',
};
const why = {
  en: 'With Pro there is no limit, and reports come to your inbox by themselves.',
  'zh-CN': '升级到专业版，报告不限数量，还能自动发送到您的邮箱。',
  ar: 'مع الباقة الاحترافية لا حدود للتقارير، وتصلك تلقائيًا إلى بريدك.',
};
const used = { en: 'Reports this month', 'zh-CN': '本月报告', ar: 'تقارير هذا الشهر' };
const actions = [
  { label: { en: 'See plans', 'zh-CN': '查看方案', ar: 'عرض الباقات' }, href: '/plans' },
  { snooze: true },
];
const meter = { fact: 'reports', limit: { fact: 'limit' }, label: used };
const picture = `data:,`;

const client = (settings, facts) => ({ widget: { settings: { kind: 'prompt', ...settings }, applies: true }, facts });

export const states = [
  {
    title: 'A limit that is near',
    settings: { title: upgrade, text: why, meter, actions },
    client: client({}, { reports: 18, limit: 20 }),
  },
  {
    title: 'A limit that is reached',
    settings: { title: upgrade, text: why, meter, actions },
    client: client({}, { reports: 23, limit: 20 }),
  },
  {
    title: 'An announcement that can be closed',
    attributes: { closable: '' },
    settings: {
      title: { en: 'Let reports come to you', 'zh-CN': '让报告自动送达', ar: 'دع التقارير تصل إليك' },
      text: {
        en: 'Choose a day and a time, and each report is in your inbox when you are.',
        'zh-CN': '选好日期和时间，报告会准时出现在您的收件箱。',
        ar: 'اختر يومًا ووقتًا، وستجد كل تقرير في بريدك في موعده.',
      },
      actions: [{ label: { en: 'Schedule one', 'zh-CN': '设置定时', ar: 'جدولة تقرير' }, call: 'schedule' }],
    },
  },
  {
    title: 'With an image',
    settings: {
      title: { en: 'New: dashboards', 'zh-CN': '新功能：仪表盘', ar: 'جديد: لوحات المعلومات' },
      text: {
        en: 'Put the reports that belong together on one page.',
        'zh-CN': '把相关的报告放在同一页上。',
        ar: 'اجمع التقارير المترابطة في صفحة واحدة.',
      },
      image: {
        src: '/gallery/dashboard.svg',
        alt: { en: 'Three charts side by side', 'zh-CN': '并排的三张图表', ar: 'ثلاثة رسوم بيانية متجاورة' },
      },
      href: '/dashboards',
    },
  },
  {
    title: 'An image that does not come, and one that is refused',
    settings: {
      title: { en: 'New: dashboards', 'zh-CN': '新功能：仪表盘', ar: 'جديد: لوحات المعلومات' },
      image: {
        src: picture,
        alt: { en: 'Three charts side by side', 'zh-CN': '并排的三张图表', ar: 'ثلاثة رسوم بيانية متجاورة' },
      },
      href: '/dashboards',
    },
  },
  {
    title: 'A recap',
    settings: {
      variant: 'recap',
      title: {
        en: 'one:You made {reports} report this month|other:You made {reports} reports this month',
        'zh-CN': '这个月您完成了 {reports} 份报告',
        ar: 'two:أنشأت تقريرين هذا الشهر|few:أنشأت {reports} تقارير هذا الشهر|other:أنشأت {reports} تقريرًا هذا الشهر',
      },
      values: { reports: 'reports_30d' },
      figures: [
        {
          label: { en: 'Reports', 'zh-CN': '报告', ar: 'تقارير' },
          fact: 'reports_30d',
          compare: { fact: 'reports_60d', minus: 'reports_30d' },
        },
        { label: { en: 'People reached', 'zh-CN': '触达人数', ar: 'أشخاص وصلت إليهم' }, fact: 'people' },
        {
          label: { en: 'Active days', 'zh-CN': '活跃天数', ar: 'أيام نشطة' },
          fact: 'days',
          compare: { fact: 'days_before' },
        },
      ],
    },
    client: client({}, { reports_30d: 12, reports_60d: 20, people: 1480, days: 9, days_before: 11 }),
  },
  {
    title: 'A streak, today still open',
    settings: { variant: 'streak', streak: { fact: 'row', today: { fact: 'row_today' }, byHand: true } },
    client: client({}, { row: 4, row_today: 0 }),
  },
  {
    title: 'A streak, checked in',
    settings: { variant: 'streak', streak: { days: 4, today: false, byHand: true } },
    act: async ({ click, until }) => {
      await until('[part=check-in]');
      await click('[part=check-in]');
      await until('[part=check-in][aria-disabled=true]');
    },
  },
  {
    title: 'A banner',
    attributes: { placement: 'banner', open: '' },
    settings: { title: upgrade, meter, actions },
    client: client({}, { reports: 18, limit: 20 }),
  },
  {
    title: 'A modal',
    attributes: { placement: 'modal', open: '' },
    settings: { title: upgrade, text: why, meter, actions, closedby: 'any' },
    client: client({}, { reports: 20, limit: 20 }),
  },
];
