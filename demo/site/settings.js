// Before the first paint: the language and theme chosen last time, so that nothing flashes. A classic script in the head.
{
  const root = document.documentElement;
  try {
    // The browser's language, where nothing was chosen yet.
    const spoken = navigator.languages.map((tag) => ({ zh: 'zh-CN', ar: 'ar', en: 'en' })[tag.split('-')[0]]);
    root.lang = localStorage.getItem('helloword-lang') ?? spoken.find(Boolean) ?? 'en';
    root.dir = root.lang === 'ar' ? 'rtl' : 'ltr';
    root.dataset.theme = localStorage.getItem('helloword-theme') ?? 'auto';
  } catch {
    root.dataset.theme = 'auto'; // no storage: the defaults
  }
}
