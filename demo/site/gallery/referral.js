const reward = {
  referrer: { en: '1 month of Pro', 'zh-CN': '1 个月专业版', ar: 'شهر من النسخة الاحترافية' },
  friend: { en: '20% off the first year', 'zh-CN': '首年 8 折优惠', ar: 'خصم 20% للسنة الأولى' },
};
const milestones = [
  { friends: 1, reward: { en: 'Sticker pack', 'zh-CN': '贴纸套装', ar: 'مجموعة ملصقات' } },
  { friends: 5, reward: { en: '3 months of Pro', 'zh-CN': '3 个月专业版', ar: '3 أشهر من النسخة الاحترافية' } },
  { friends: 10, reward: { en: 'Pro for a year', 'zh-CN': '1 年专业版', ar: 'سنة من النسخة الاحترافية' } },
];
const link = 'https://helloword.example/r/7k3mq9x2v4hd';
const inviter = { en: 'Mei Chen', 'zh-CN': '陈美', ar: 'مي تشن' };

export const widget = 'aha-referral';
export const states = [
  { title: 'the link, with both rewards', attributes: { link }, settings: { reward } },
  {
    title: 'the link is copied',
    attributes: { link },
    settings: { reward },
    act: async ({ click, until }) => {
      // A frame may not have the clipboard: here it takes what it is given.
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => {} }, configurable: true });
      await click('[part~=copy]');
      await until('.swap[data-on]');
    },
  },
  {
    title: 'the clipboard is closed: the link is selected',
    attributes: { link },
    act: async ({ click, until }) => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
      await click('[part~=copy]');
      await until('.told');
    },
  },
  {
    title: 'every way to share, and the QR code',
    attributes: { link },
    act: async ({ click, until }) => {
      await click('[part~=more]');
      await click('li:last-child .way:not([part=more])');
      await until('svg');
    },
  },
  {
    title: 'from the collector, with what became of it',
    settings: { reward, milestones: 5 },
    client: {
      port: {
        referral: () => ({
          code: '7k3mq9x2v4hd',
          link,
          invitations: { opened: 12, signedUp: 3, activated: 2, rewarded: 1 },
        }),
      },
    },
  },
  {
    title: 'several milestones',
    attributes: { link },
    settings: { reward, milestones, invitations: { opened: 1204, signedUp: 5 } },
  },
  {
    title: "the friend's welcome",
    attributes: { variant: 'welcome', inviter, href: '/sign-up' },
    settings: { reward },
    client: { port: { arrival: () => '7k3mq9x2v4hd' } },
  },
  {
    title: 'the welcome, where nobody is named',
    attributes: { variant: 'welcome' },
    client: { port: { arrival: () => '7k3mq9x2v4hd' } },
  },
  { title: 'in the corner', attributes: { link, placement: 'corner', open: '' }, settings: { reward } },
];
