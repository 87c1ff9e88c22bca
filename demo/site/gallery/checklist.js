// Every state of <aha-checklist> that a person can see.
export const widget = 'aha-checklist';

const items = [
  {
    id: 'workspace',
    milestone: 'workspace',
    href: '#workspace',
    title: { en: 'Create a workspace', 'zh-CN': '创建工作区', ar: 'أنشئ مساحة عمل' },
  },
  {
    id: 'connect',
    event: 'Source Connected',
    href: '#sources',
    title: { en: 'Connect your data', 'zh-CN': '连接数据源', ar: 'اربط بياناتك' },
    text: {
      en: 'A spreadsheet will do. You can add more later.',
      'zh-CN': '一份电子表格就够了，之后还可以再添加。',
      ar: 'يكفي جدول بيانات واحد، ويمكنك إضافة المزيد لاحقًا.',
    },
  },
  {
    id: 'report',
    milestone: 'first_report',
    needs: ['connect'],
    href: '#reports',
    title: { en: 'Create your first report', 'zh-CN': '创建第一份报表', ar: 'أنشئ تقريرك الأول' },
  },
  {
    id: 'guide',
    byHand: true,
    title: { en: 'Read the two-minute guide', 'zh-CN': '阅读两分钟指南', ar: 'اقرأ دليل الدقيقتين' },
  },
  {
    id: 'tour',
    tour: 'sharing',
    optional: true,
    title: { en: 'See how sharing works', 'zh-CN': '了解如何共享', ar: 'تعرّف على طريقة المشاركة' },
  },
];
const settings = {
  kind: 'checklist',
  title: { en: 'Get the most out of Helloword', 'zh-CN': '用好 Helloword', ar: 'استفد من Helloword إلى أقصى حد' },
  text: { en: 'About five minutes in all.', 'zh-CN': '总共大约需要五分钟。', ar: 'نحو خمس دقائق إجمالًا.' },
  items,
};
const known = (...done) =>
  Object.fromEntries(
    items.map(({ id }) => {
      const isDone = done.includes(id);
      return [id, { done: isDone, atMs: isDone ? 0 : null, told: isDone, shown: true }];
    }),
  );
const client = (more, ...done) => ({
  widget: { settings: { ...settings, ...more }, items: known(...done), completed: null },
});

/** The list is a file of its own. */
const listed = ({ until }) => until('li');

export const states = [
  { title: 'just begun', attributes: { checklist: 'begun' }, client: client({}), act: listed },
  {
    title: 'on the way, one item waiting for another',
    attributes: { checklist: 'going' },
    client: client({}, 'workspace', 'guide'),
    act: listed,
  },
  {
    title: 'collapsed',
    attributes: { checklist: 'collapsed', collapsed: '' },
    client: client({}, 'workspace', 'connect'),
  },
  {
    title: 'all done, seen by this page',
    attributes: { checklist: 'done' },
    client: client({}, 'workspace', 'connect', 'report'),
    act: async ({ click, until }) => {
      await until('input[type=checkbox]');
      // What was open is seen first, then the last item is ticked.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await click('input[type=checkbox]');
      await until('[part~=end]');
    },
  },
  {
    title: 'hidden, to be taken back',
    attributes: { checklist: 'hidden' },
    client: client({}, 'workspace'),
    act: async ({ click, until }) => {
      await until('[part~=hide]');
      await click('[part~=hide]');
      await until('[part~=return]');
    },
  },
  {
    title: 'a tour that did not start',
    attributes: { checklist: 'failed' },
    client: client({}, 'workspace', 'connect'),
    act: async ({ click, until }) => {
      await until('button.go');
      await click('button.go');
      await until('[part~=problem]:not(:empty)');
    },
  },
  {
    title: 'the launcher, with the number left',
    attributes: { checklist: 'launcher', placement: 'launcher' },
    client: client({}, 'workspace'),
  },
  {
    title: 'the panel that the launcher opens',
    attributes: { checklist: 'panel', placement: 'launcher', open: '' },
    client: client({}, 'workspace'),
    act: listed,
  },
  {
    title: 'in the corner, as a play shows it',
    attributes: { checklist: 'corner', placement: 'corner', open: '' },
    client: client({ snooze: '3d' }, 'workspace', 'connect'),
    act: listed,
  },
  {
    title: 'long words, and a link that is refused',
    attributes: { checklist: 'long' },
    settings: {
      title: 'Donaudampfschifffahrtsgesellschaftskapitänsmütze '.repeat(3),
      snooze: false,
      dismiss: false,
      items: [
        { id: 'a', title: 'https://example.com/a/very/long/address/that/never/seems/to/come/to/an/end', href: '#a' },
        { id: 'b', title: '<b>Not bold</b>', text: 'x'.repeat(500), href: 'javascript:alert(1)' },
      ],
    },
  },
];
