// Before the first paint: the language and theme chosen last time, so that nothing flashes. A classic script in the head.
{
  const root = document.documentElement;
  try {
    root.lang = localStorage.getItem('helloword-lang') ?? 'en';
    root.dir = root.lang === 'ar' ? 'rtl' : 'ltr';
    root.dataset.theme = localStorage.getItem('helloword-theme') ?? 'auto';
  } catch {
    root.dataset.theme = 'auto'; // no storage: the defaults
  }
}
