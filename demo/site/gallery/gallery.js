import { LANGUAGES, WIDGETS } from './widgets.js';

/** Every widget in every state, each in a frame of its own: so sheets, corners and dialogs are where a page of that width has them. */
const form = document.getElementById('choices');
const main = document.getElementById('states');
const template = document.getElementById('state');

fillSelect(form.elements.widget, {
  [WIDGETS.join(' ')]: 'All',
  ...Object.fromEntries(WIDGETS.map((one) => [one, one])),
});
fillSelect(form.elements.lang, { ...LANGUAGES, [Object.keys(LANGUAGES).join(' ')]: 'All languages' });
const given = new URLSearchParams(location.search);
for (const select of form.elements) if (given.has(select.name)) select.value = given.get(select.name);
form.addEventListener('change', show);
form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('message', ({ source, origin, data }) => {
  if (origin !== location.origin || typeof data?.height !== 'number') return;
  const frame = [...document.querySelectorAll('iframe')].find(({ contentWindow }) => contentWindow === source);
  if (frame) frame.height = Math.min(1200, Math.max(80, data.height));
  if (frame) frame.style.setProperty('height', `${frame.height}px`);
});
await show();

async function show() {
  const choice = Object.fromEntries(new FormData(form));
  history.replaceState(null, '', `?${new URLSearchParams(choice)}`);
  const sections = [];
  for (const name of choice.widget.split(' ')) {
    const { states } = await import(`./${name}.js`);
    states.forEach(({ title }, state) => {
      const section = template.content.cloneNode(true).firstElementChild;
      const small = document.createElement('small');
      small.textContent = ` ${title}`;
      section.querySelector('h2').append(`<aha-${name}>`, small);
      const cells = section.querySelector('.cells');
      for (const lang of choice.lang.split(' ')) {
        for (const width of choice.width.split(' ')) {
          for (const theme of choice.theme.split(' '))
            cells.append(cell({ name, state, lang, theme, width, dir: choice.dir }));
        }
      }
      sections.push(section);
    });
  }
  main.replaceChildren(...sections);
}

function cell({ name, state, lang, theme, width, dir }) {
  const figure = document.createElement('figure');
  const frame = document.createElement('iframe');
  const caption = document.createElement('figcaption');
  frame.loading = 'lazy';
  frame.width = width;
  frame.title = `${name} ${state} ${lang} ${theme} ${width}`;
  frame.src = `/gallery/cell.html?${new URLSearchParams({ widget: name, state, lang, theme, dir })}`;
  caption.textContent = `${lang}, ${theme}, ${width} px`;
  figure.append(frame, caption);
  return figure;
}

function fillSelect(select, options) {
  for (const [value, text] of Object.entries(options)) select.append(new Option(text, value));
}
