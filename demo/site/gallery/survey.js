export const widget = 'aha-survey';

const ease = {
  id: 'ease',
  kind: 'scale',
  title: { en: 'How easy was the export?', 'zh-CN': '导出有多容易？', ar: 'ما مدى سهولة التصدير؟' },
  low: { en: 'Very difficult', 'zh-CN': '非常困难', ar: 'صعب جدًا' },
  high: { en: 'Very easy', 'zh-CN': '非常容易', ar: 'سهل جدًا' },
  next: [{ if: { group: 'positive' }, to: 'comment' }],
};
const uses = {
  id: 'uses',
  kind: 'choices',
  title: { en: 'What did you use it for?', 'zh-CN': '您用它来做什么？', ar: 'فيمَ استخدمته؟' },
  options: [
    { id: 'team', label: { en: 'A report for my team', 'zh-CN': '给团队的报告', ar: 'تقرير لفريقي' } },
    { id: 'customer', label: { en: 'Something for a customer', 'zh-CN': '给客户的材料', ar: 'شيء لأحد العملاء' } },
  ],
  other: true,
};
const plan = {
  id: 'plan',
  kind: 'choice',
  title: { en: 'Which file do you need most?', 'zh-CN': '您最需要哪种文件？', ar: 'أي ملف تحتاجه أكثر؟' },
  options: ['PDF', 'XLSX', 'CSV'],
};
const comment = {
  id: 'comment',
  title: { en: 'What should we improve?', 'zh-CN': '我们应该改进什么？', ar: 'ماذا ينبغي أن نحسّن؟' },
};
const email = {
  id: 'email',
  kind: 'email',
  title: { en: 'Where may we write to you?', 'zh-CN': '我们可以写信到哪里？', ar: 'أين يمكننا مراسلتك؟' },
  required: true,
};
const consent = {
  id: 'interview',
  kind: 'consent',
  title: { en: 'May we call you?', 'zh-CN': '我们可以给您打电话吗？', ar: 'هل يمكننا الاتصال بك؟' },
  label: {
    en: 'Yes, for an interview of 20 minutes',
    'zh-CN': '可以，进行 20 分钟的访谈',
    ar: 'نعم، لمقابلة مدتها 20 دقيقة',
  },
  required: true,
};
const failing = async ({ click, until }) => {
  await click('[part=submit]');
  await until('[part=problem]');
};

/** What a person can see of it. */
export const states = [
  { title: 'a scale, the first of several', settings: { questions: [ease, uses, comment] } },
  {
    title: 'many choices, with another',
    settings: { questions: [uses, comment] },
    act: async ({ click, type, until }) => {
      await click('[part=option]:nth-of-type(1) input');
      await click('[part=option]:nth-of-type(3) input');
      await until('[part=other]');
      await type('[part=other]', 'Taxes');
    },
  },
  { title: 'one choice', settings: { questions: [plan] } },
  {
    title: 'a later question, with the way back',
    settings: { questions: [ease, uses, comment] },
    act: async ({ click, until }) => {
      await click('label:nth-of-type(5) input');
      await click('[part=submit]');
      await until('[part=back]');
    },
  },
  {
    title: 'an address that is none',
    settings: { questions: [email] },
    act: async (stage) => {
      await stage.type('[part=email]', 'nobody');
      await failing(stage);
    },
  },
  { title: 'a consent that is needed', settings: { questions: [consent] }, act: failing },
  {
    title: 'the thanks',
    settings: { questions: [comment] },
    act: async ({ click, until }) => {
      await click('[part=submit]');
      await until('[part=thanks]');
    },
  },
];
