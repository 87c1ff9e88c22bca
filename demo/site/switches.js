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

const spoken = () => root.lang.split('-')[0];

/** Puts the text in the page's language that stands beside each English one in its place, or the English back. */
export function showLanguage() {
  root.dir = root.lang === 'ar' ? 'rtl' : 'ltr';
  for (const element of document.querySelectorAll('[data-zh]')) {
    element.dataset.en ??= element.textContent.trim();
    element.textContent = element.dataset[spoken()] ?? element.dataset.en;
  }
  for (const element of document.querySelectorAll('[data-zh-label]')) {
    element.dataset.enLabel ??= element.ariaLabel;
    element.ariaLabel = element.dataset[`${spoken()}Label`] ?? element.dataset.enLabel;
  }
}

/** Gives an element its text in every language and shows the one that is spoken. */
export function say(element, texts) {
  Object.assign(element.dataset, texts);
  element.textContent = texts[spoken()] ?? texts.en;
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
