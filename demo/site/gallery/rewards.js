/** What a person can see of `<aha-rewards>`. */
export const widget = 'aha-rewards';

const levels = [
  { at: 0, title: { en: 'Explorer', 'zh-CN': '探索者', ar: 'مستكشف' } },
  { at: 100, title: { en: 'Builder', 'zh-CN': '建造者', ar: 'بنّاء' } },
  { at: 400, title: { en: 'Expert', 'zh-CN': '专家', ar: 'خبير' } },
];
const points = [
  { fact: 'reports', each: 10 },
  { milestone: 'first_share', points: 50 },
];
const badges = [
  { milestone: 'first_report', title: { en: 'First report', 'zh-CN': '首份报告', ar: 'التقرير الأول' } },
  { milestone: 'first_share', title: { en: 'Shared', 'zh-CN': '乐于分享', ar: 'المشاركة' } },
  { segment: 'champions', title: { en: 'Champion', 'zh-CN': '冠军用户', ar: 'بطل' } },
  { fact: 'reports', atLeast: 25, title: { en: '25 reports', 'zh-CN': '25 份报告', ar: '25 تقريرًا' }, icon: '25' },
];
const anniversary = { fact: 'signed_up' };
const since = Date.UTC(2024, 2, 14);

const state = (facts, milestones = {}, segments = []) => ({
  widget: { settings: { kind: 'rewards' } },
  facts,
  state: { facts, milestones, segments },
});

/** The same day, so many years ago. */
const yearsAgo = (years) => {
  const day = new Date();
  day.setFullYear(day.getFullYear() - years);
  return day.getTime();
};

export const states = [
  {
    title: 'On the way to the next level',
    settings: { points, levels, badges, anniversary },
    client: state(
      { reports: 12, signed_up: since },
      { first_report: { atMs: since + 86_400_000 }, first_share: { atMs: since + 9e9 } },
    ),
  },
  {
    title: 'At the beginning',
    settings: { points, levels, badges },
    client: state({ reports: 0, signed_up: null }),
  },
  {
    title: 'At the highest level, with everything, on the anniversary',
    settings: { points, levels, badges, anniversary },
    client: state(
      { reports: 48, signed_up: yearsAgo(2) },
      { first_report: { atMs: since }, first_share: { atMs: since + 9e9 } },
      ['champions'],
    ),
  },
  {
    title: 'Points that the host has granted, without a client',
    attributes: { granted: '340' },
    settings: { title: { en: 'Your points', 'zh-CN': '我的积分', ar: 'نقاطك' }, levels },
  },
  {
    title: 'Badges alone',
    settings: { badges },
    client: state({ reports: 3 }, { first_report: { atMs: since } }),
  },
  {
    title: 'In the corner',
    attributes: { placement: 'corner', open: '' },
    settings: { points, levels },
    client: state({ reports: 9 }, {}),
  },
];
