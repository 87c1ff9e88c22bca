const root = document.documentElement;

/** The language and theme switches, where the page has them; the choice is kept. Widgets follow the page by themselves. */
export function watchSwitches() {
  showLanguage();
  showPressed();
  document.addEventListener('click', ({ target }) => {
    const { lang, themeIs } = target.closest?.('.switch button')?.dataset ?? {};
    if (lang) keep('helloword-lang', (root.lang = lang));
    if (themeIs) keep('helloword-theme', (root.dataset.theme = themeIs));
    if (!lang && !themeIs) return;
    showLanguage();
    showPressed();
  });
}

/** Puts the Chinese that stands beside each English text in its place, or the English back. */
export function showLanguage() {
  const chinese = root.lang === 'zh-CN';
  for (const element of document.querySelectorAll('[data-zh]')) {
    element.dataset.en ??= element.textContent.trim();
    element.textContent = chinese ? element.dataset.zh : element.dataset.en;
  }
  for (const element of document.querySelectorAll('[data-zh-label]')) {
    element.dataset.enLabel ??= element.ariaLabel;
    element.ariaLabel = chinese ? element.dataset.zhLabel : element.dataset.enLabel;
  }
}

/** Gives an element both languages' texts and shows the one that is spoken. */
export function say(element, en, zh) {
  Object.assign(element.dataset, { en, zh });
  element.textContent = root.lang === 'zh-CN' ? zh : en;
}

function showPressed() {
  for (const button of document.querySelectorAll('.switch button')) {
    const { lang, themeIs } = button.dataset;
    button.ariaPressed = String(lang ? lang === root.lang : themeIs === root.dataset.theme);
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // not kept then
  }
}
