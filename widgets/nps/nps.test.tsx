// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnswerDetail, SurveyDetail } from '../shared/events.js';
// What comes after the first question is loaded while the person reads it: here it is there already.
import '../survey/asking.js';
import { underWay } from '../survey/response.js';
import { NpsElement } from './nps.element.js';
import './nps.define.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** What is on the screen is what the test says is. */
const onScreen = new Set<() => void>();
class FakeIntersectionObserver {
  readonly #see: () => void;
  constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
    this.#see = () => callback([{ isIntersecting: true }]);
  }
  observe(): void {
    onScreen.add(this.#see);
  }
  disconnect(): void {
    onScreen.delete(this.#see);
  }
}

const listening = new AbortController();
let told: [string, SurveyDetail][] = [];
let answers: AnswerDetail[] = [];
for (const type of ['aha-view', 'aha-answer', 'aha-dismiss'] as const) {
  document.addEventListener(type, ({ detail }) => told.push([type, detail as SurveyDetail]), {
    signal: listening.signal,
  });
}
document.addEventListener('aha-answer', ({ detail }) => answers.push(detail), { signal: listening.signal });

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', FakeIntersectionObserver);
  document.documentElement.lang = 'en';
});

afterEach(() => {
  document.body.replaceChildren();
  underWay.clear();
  vi.unstubAllGlobals();
  onScreen.clear();
  told = [];
  answers = [];
});

async function put(attributes: Record<string, string> = {}): Promise<NpsElement> {
  const element = document.createElement('aha-nps');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  await tick();
  return element;
}

function find(element: NpsElement, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`${selector} is not there`);
  return found;
}

const part = (element: NpsElement, name: string) => find(element, `[part~=${name}]`);
const text = (element: NpsElement, name: string) => part(element, name).textContent;
const field = (element: NpsElement) => find(element, 'textarea') as HTMLTextAreaElement;
const status = (element: NpsElement) => find(element, '[role=status]').textContent;

async function click(element: NpsElement, name: string): Promise<void> {
  part(element, name).click();
  await tick();
}

async function choose(element: NpsElement, score: number): Promise<void> {
  const radio = element.shadowRoot?.querySelectorAll<HTMLInputElement>('input[type=radio]')[score];
  radio?.click();
  await tick();
}

async function write(element: NpsElement, comment: string): Promise<void> {
  field(element).value = comment;
  field(element).dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
}

describe('the question', () => {
  test('is eleven radios of one name in a fieldset, the ends named in words', async () => {
    const element = await put({ product: 'Helloword' });
    expect(text(element, 'question')).toBe('How likely are you to recommend Helloword to a friend or colleague?');
    expect(find(element, 'legend').parentElement?.localName).toBe('fieldset');
    const radios = [...(element.shadowRoot?.querySelectorAll('input') ?? [])];
    expect(radios.map(({ type, name }) => `${type} ${name}`)).toEqual(Array(11).fill('radio score'));
    expect(radios[0]?.closest('label')?.textContent).toBe('0Not at all likely');
    expect(radios[5]?.closest('label')?.textContent).toBe('5');
    expect(radios[10]?.closest('label')?.textContent).toBe('10Extremely likely');
  });

  test('speaks of "us" where no product is named', async () => {
    expect(text(await put(), 'question')).toContain('recommend us to');
  });

  test.each([
    ['question', 'Would you tell {product} on?', 'question', 'Would you tell X on?'],
    ['low-label', 'Nope', 'ends', '0 – Nope10 – Extremely likely'],
    ['high-label', 'Sure', 'ends', '0 – Not at all likely10 – Sure'],
    ['submit', 'Go', 'submit', 'Go'],
  ])('takes %s from an attribute', async (attribute, value, name, shown) => {
    expect(text(await put({ product: 'X', [attribute]: value }), name)).toBe(shown);
  });

  test('takes strings from a property, also later, and prefers an attribute', async () => {
    const element = await put();
    element.strings = { question: 'Ours?', submit: 'Off' };
    await tick();
    expect(text(element, 'question')).toBe('Ours?');
    element.setAttribute('question', 'Attribute?');
    await tick();
    expect([text(element, 'question'), text(element, 'submit')]).toEqual(['Attribute?', 'Off']);
  });

  test('takes a property that was set before the element was defined', async () => {
    const early: HTMLElement = document.createElement('aha-nps-late');
    document.body.append(Object.assign(early, { strings: { question: 'Early?' } }));
    customElements.define('aha-nps-late', class extends NpsElement {});
    await tick();
    const late = document.querySelector<NpsElement>('aha-nps-late');
    expect(late && text(late, 'question')).toBe('Early?');
  });

  test('shows text as text, cuts the absurd, and falls back for what is empty or no text', async () => {
    const element = await put({
      question: '<img src=x onerror=alert(1)>',
      'low-label': 'x'.repeat(100_000),
      send: ' ',
    });
    expect(text(element, 'question')).toBe('<img src=x onerror=alert(1)>');
    expect(element.shadowRoot?.querySelector('img')).toBeNull();
    expect(text(element, 'ends').length).toBeLessThan(500);
    element.strings = { submit: 42 as unknown as string };
    await tick();
    expect(text(element, 'submit')).toBe('Submit');
  });

  test('asks for a number where none was chosen, and says so no longer when one is', async () => {
    const element = await put();
    await click(element, 'submit');
    expect(status(element)).toBe('Please choose an answer.');
    expect(answers).toEqual([]);
    await choose(element, 3);
    expect(status(element)).toBe('');
  });
});

describe('the answer', () => {
  test.each([
    [0, 'detractor', 'What should we improve first?', 'put things right'],
    [6, 'detractor', 'What should we improve first?', 'put things right'],
    [7, 'passive', 'even better', 'get better'],
    [8, 'passive', 'even better', 'get better'],
    [9, 'promoter', 'like most', 'means a lot'],
    [10, 'promoter', 'like most', 'means a lot'],
  ])('%i is of a %s: its own follow-up and thanks', async (score, group, followUp, thanks) => {
    const element = await put();
    await choose(element, score);
    expect(answers).toEqual([]); // choosing is not submitting
    await click(element, 'submit');
    expect(answers).toMatchObject([{ survey: 'nps', kind: 'nps', score, group, partial: true }]);
    expect(text(element, 'question')).toContain(followUp);
    await click(element, 'skip');
    expect(status(element)).toContain(thanks);
  });

  test('is told twice under one id: the score, then all of it', async () => {
    const element = await put({ survey: 'relationship_nps' });
    await choose(element, 9);
    await click(element, 'submit');
    await write(element, '  Fast.  ');
    await click(element, 'submit');
    expect(answers).toMatchObject([
      { partial: true },
      { partial: false, comment: 'Fast.', survey: 'relationship_nps' },
    ]);
    expect(answers[0]).not.toHaveProperty('comment');
    expect(answers[0]?.responseId).toBe(answers[1]?.responseId);
    expect(answers[0]?.responseId).toMatch(/^[\da-f-]{36}$/);
  });

  test('has no comment where the follow-up is skipped or empty', async () => {
    const element = await put();
    await choose(element, 9);
    await click(element, 'submit');
    await write(element, '   ');
    await click(element, 'submit');
    expect(answers[1]).not.toHaveProperty('comment');
  });

  test('is thanked for only when everyone who asked to wait is done', async () => {
    const element = await put();
    await choose(element, 9);
    let saved = () => {};
    const hold = ({ detail }: CustomEvent<AnswerDetail>) => {
      detail.waitUntil(Promise.resolve());
      detail.waitUntil(new Promise<void>((resolve) => (saved = resolve)));
    };
    element.addEventListener('aha-answer', hold as EventListener);
    await click(element, 'submit');
    expect(part(element, 'submit').getAttribute('aria-disabled')).toBe('true');
    expect(element.shadowRoot?.querySelector('textarea')).toBeNull();
    saved();
    await tick();
    await click(element, 'skip');
    expect(status(element)).toBe('');
    saved();
    await tick();
    expect(status(element)).toContain('Thank you');
  });

  test('that could not be saved is kept, said so, and sent again under the same id', async () => {
    const element = await put();
    await choose(element, 2);
    await click(element, 'submit');
    let refuse = true;
    element.addEventListener('aha-answer', ((event: CustomEvent<AnswerDetail>) => {
      if (refuse) event.detail.waitUntil(Promise.reject(new Error('disk full')));
    }) as EventListener);
    await write(element, 'Slow');
    await click(element, 'submit');
    expect(status(element)).toContain('Not saved yet');
    expect(field(element).value).toBe('Slow');
    expect(text(element, 'submit')).toBe('Try again');
    refuse = false;
    await click(element, 'submit');
    expect(status(element)).toContain('Thank you');
    expect(answers.map(({ comment }) => comment)).toEqual([undefined, 'Slow', 'Slow']);
    expect(new Set(answers.map(({ responseId }) => responseId)).size).toBe(1);
  });

  test('is one answer, however often the button is pressed while it is saved', async () => {
    const element = await put();
    await choose(element, 5);
    part(element, 'submit').click();
    part(element, 'submit').click();
    (find(element, 'form') as HTMLFormElement).requestSubmit();
    await tick();
    expect(answers).toHaveLength(1);
  });

  test('is not given by the second click of a double click', async () => {
    const element = await put();
    await choose(element, 5);
    await click(element, 'submit');
    part(element, 'skip').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }));
    await tick();
    expect(answers).toHaveLength(1);
  });

  test('outlives a move in the document, and its removal', async () => {
    const element = await put();
    await choose(element, 5);
    await click(element, 'submit');
    await write(element, 'typed');
    document.body.append(document.createElement('main'));
    document.querySelector('main')?.append(element);
    await tick();
    expect(field(element).value).toBe('typed');
    element.remove();
    await tick();
    expect(element.shadowRoot?.childElementCount).toBe(0);
    document.body.append(element);
    await tick();
    expect(field(element).value).toBe('typed');
  });

  test('belongs to its survey: another survey begins another one', async () => {
    const element = await put({ survey: 'a' });
    await choose(element, 5);
    await click(element, 'submit');
    element.setAttribute('survey', 'b');
    await tick();
    expect(element.shadowRoot?.querySelector(':checked')).toBeNull();
    await choose(element, 6);
    await click(element, 'submit');
    expect(answers).toMatchObject([{ survey: 'a' }, { survey: 'b' }]);
    expect(answers[0]?.responseId).not.toBe(answers[1]?.responseId);
  });
});

describe('the language', () => {
  const chinese = '您有多大可能向朋友或同事推荐我们？';

  test.each(['zh', 'zh-CN', 'zh-SG', 'zh-Hans', 'zh_CN'])('is 简体中文 for %s', async (lang) => {
    const element = await put({ lang });
    await vi.waitFor(() => expect(text(element, 'question')).toBe(chinese));
    expect(part(element, 'card').dir).toBe('ltr');
    expect(text(element, 'submit')).toBe('提交');
  });

  test.each([
    ['Helloword', '您有多大可能向朋友或同事推荐 Helloword？'],
    ['飞鸟', '您有多大可能向朋友或同事推荐飞鸟？'],
  ])('sets %s in a Chinese sentence as Chinese is set', async (product, question) => {
    const element = await put({ lang: 'zh', product });
    await vi.waitFor(() => expect(text(element, 'question')).toBe(question));
  });

  test("is the page's, also when the page changes it", async () => {
    const element = await put();
    document.documentElement.lang = 'zh-CN';
    await vi.waitFor(() => expect(text(element, 'question')).toBe(chinese));
  });

  test('is that of the element around it, out through shadow roots', async () => {
    const element = await put();
    const host = document.body.appendChild(document.createElement('div'));
    host.lang = 'zh';
    host.attachShadow({ mode: 'open' }).append(element);
    await vi.waitFor(() => expect(text(element, 'question')).toBe(chinese));
  });

  test("is the person's where the page says nothing", async () => {
    document.documentElement.removeAttribute('lang');
    const languages = vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['xx', 'zh-SG', 'en']);
    const element = await put();
    await vi.waitFor(() => expect(text(element, 'question')).toBe(chinese));
    languages.mockRestore();
  });

  test('is English, and says so, for a language that we lack', async () => {
    const element = await put({ lang: 'nl' });
    expect([part(element, 'card').lang, part(element, 'card').dir]).toEqual(['en', 'ltr']);
    expect(text(element, 'question')).toContain('recommend us');
  });

  test("is the page's own where the page brings the words", async () => {
    const element = await put({ lang: 'ar', question: 'ما مدى احتمال أن توصي بنا؟' });
    await vi.waitFor(() => expect([part(element, 'card').lang, part(element, 'card').dir]).toEqual(['ar', 'rtl']));
  });
});

describe('the view', () => {
  const see = () => [...onScreen].forEach((seen) => seen());

  test('is told once, when it is seen', async () => {
    const element = await put({ survey: 's' });
    expect(told).toEqual([]);
    see();
    await choose(element, 4);
    see();
    element.remove();
    document.body.append(element);
    await tick();
    see();
    expect(told).toMatchObject([['aha-view', { survey: 's', kind: 'nps' }]]);
  });

  test('is told again of another survey', async () => {
    const element = await put({ survey: 'a' });
    see();
    element.setAttribute('survey', 'b');
    await tick();
    see();
    expect(told).toMatchObject([
      ['aha-view', { survey: 'a' }],
      ['aha-view', { survey: 'b' }],
    ]);
  });
});

describe('in the corner', () => {
  const corner = async (attributes = {}) => {
    const element = await put({ placement: 'corner', ...attributes });
    element.show();
    await vi.waitFor(() => part(element, 'card'));
    return element;
  };

  test('there is nothing until it is shown', async () => {
    const element = await put({ placement: 'corner' });
    expect(element.shadowRoot?.childElementCount).toBe(0);
  });

  test('it is a dialog that is not modal, named by its question', async () => {
    const card = part(await corner(), 'card');
    expect(card.getAttribute('role')).toBe('dialog');
    expect(card.getAttribute('popover')).toBe('manual');
    expect(card.getAttribute('aria-labelledby')).toBe('question');
    expect(card.hasAttribute('aria-modal')).toBe(false);
    expect(document.activeElement).toBe(document.body);
  });

  test('closing it dismisses it; what was chosen is there when it is shown again', async () => {
    const element = await corner();
    await choose(element, 7);
    await click(element, 'close');
    expect(told).toMatchObject([['aha-dismiss', { survey: 'nps', kind: 'nps' }]]);
    expect([element.hasAttribute('open'), element.shadowRoot?.childElementCount]).toEqual([false, 0]);
    element.show();
    await vi.waitFor(() => expect(find(element, 'input:checked').closest('label')?.textContent).toBe('7'));
  });

  test('Escape inside closes it', async () => {
    const element = await corner();
    find(element, 'input').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    await tick();
    expect(told.map(([type]) => type)).toEqual(['aha-dismiss']);
  });

  test('code that hides it, and closing it after the thanks, dismiss nothing', async () => {
    const element = await corner();
    element.hide();
    await tick();
    expect(element.shadowRoot?.childElementCount).toBe(0);
    element.show();
    await vi.waitFor(() => part(element, 'card'));
    await choose(element, 9);
    await click(element, 'submit');
    await click(element, 'skip');
    await click(element, 'close');
    expect(told.map(([type]) => type)).toEqual(['aha-answer', 'aha-answer']);
  });
});

test('keys typed inside do not reach the page, Tab and Escape do', async () => {
  const element = await put();
  const heard: string[] = [];
  document.addEventListener('keydown', ({ key }) => heard.push(key), { signal: listening.signal });
  for (const key of ['g', 'Enter', 'Tab', 'Escape']) {
    find(element, 'input').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
  }
  expect(heard).toEqual(['Tab', 'Escape']);
});
