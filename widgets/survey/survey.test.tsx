// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NothingSeen } from '../../test/helpers/fake-intersection-observer.js';
import { widgetPort } from '../../test/helpers/widget-port.js';
import type { AnswerDetail, SurveyDetail } from '../shared/events.js';
import type { JoinDetail, WidgetPort, WidgetState } from '../shared/port.js';
// What comes after the first question is loaded while the person reads it: here it is there already.
import '../shared/corner.js';
import './asking.js';
import './gate.js';
import { underWay } from './response.js';
import '../nps/nps.define.js';
import '../csat/csat.define.js';
import '../ces/ces.define.js';
import './survey.define.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

// happy-dom throws where what had the focus has been removed.
const active = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, 'activeElement')!;
Object.defineProperty(ShadowRoot.prototype, 'activeElement', {
  get(this: ShadowRoot) {
    try {
      return active.get?.call(this) as Element | null;
    } catch {
      return null;
    }
  },
});

let client: WidgetPort | null = null;
let told: string[] = [];
let answers: AnswerDetail[] = [];
const listening = new AbortController();
const listen = (type: keyof GlobalEventHandlersEventMap, listener: (event: never) => void) =>
  document.addEventListener(type, listener as EventListener, { signal: listening.signal });
listen('aha-join', ({ detail }: CustomEvent<JoinDetail>) => client && detail.join(client));
listen('aha-answer', ({ detail }: CustomEvent<AnswerDetail>) => answers.push(detail));
for (const type of ['aha-answer', 'aha-dismiss', 'aha-snooze'] as const) listen(type, () => told.push(type));

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', NothingSeen);
  document.documentElement.lang = 'en';
});
afterEach(() => {
  document.body.replaceChildren();
  underWay.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  client = null;
  told = [];
  answers = [];
});

const QUESTIONS = [
  {
    id: 'ease',
    kind: 'scale',
    title: { en: 'Easy?', 'zh-CN': '容易吗？' },
    next: [{ if: { group: 'positive' }, to: 'comment' }],
  },
  { id: 'reason', kind: 'choices', title: 'Why not?', options: ['price', 'speed'], other: true },
  { id: 'comment', title: 'Anything else?' },
];

async function put(kind: string, attributes: Record<string, string> = {}, settings?: object): Promise<HTMLElement> {
  const element = document.createElement(`aha-${kind}`);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (settings) Object.assign(element, { settings });
  document.body.append(element);
  await tick();
  return element;
}
const ask = (attributes?: Record<string, string>, questions: unknown = QUESTIONS) =>
  put('survey', attributes, { questions });
const all = (element: Element, selector: string) => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
const texts = (element: Element, selector: string) => all(element, selector).map(({ textContent }) => textContent);
async function click(element: Element, selector: string): Promise<void> {
  all(element, selector)[0]!.click();
  await tick();
}
async function choose(element: Element, at: number): Promise<void> {
  all(element, 'input')[at]!.click();
  await tick();
}
async function type(element: Element, selector: string, text: string): Promise<void> {
  const field = all(element, selector)[0] as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
}
const next = (element: Element) => click(element, '[part=submit]');
const question = (element: Element) => texts(element, '[part=question]')[0];

describe('<aha-survey>', () => {
  test('asks one question after another by the answers, says where one is, and goes back', async () => {
    const element = await ask();
    expect([question(element), texts(element, '[part=step]')]).toEqual(['Easy?', ['Question 1 of 3']]);
    await choose(element, 0);
    await next(element);
    expect(question(element)).toBe('Why not?');
    await click(element, '[part=back]');
    await choose(element, 4);
    await next(element);
    expect([question(element), texts(element, '[part=step]')]).toEqual(['Anything else?Optional', ['Question 3 of 3']]);
    await next(element);
    expect(texts(element, '[part=thanks]')).toEqual(['Thank you! Your answers help us get better.']);
    expect(answers).toMatchObject([
      { partial: true, score: 1, group: 'negative', properties: { question_id: 'ease', answers: { ease: 1 } } },
      { partial: true, score: 5, group: 'positive' },
      { partial: false, score: 5, scale: [1, 5], properties: { question_id: 'comment', answers: { ease: 5 } } },
    ]);
    expect(new Set(answers.map(({ responseId }) => responseId)).size).toBe(1);
  });

  test('many choices with "other" and its text', async () => {
    const element = await ask({}, [QUESTIONS[1]]);
    await choose(element, 0);
    await choose(element, 2);
    await type(element, '[part=other]', 'The weather');
    await next(element);
    expect(answers).toMatchObject([
      { properties: { answers: { reason: ['price', 'other'], reason_other: 'The weather' } } },
    ]);
    expect(answers[0]).not.toHaveProperty('score');
  });

  test('an address that is none is said to be none, and the field says so too', async () => {
    const element = await ask({}, [{ id: 'email', kind: 'email', title: 'E-mail?', required: true }]);
    await type(element, '[part=email]', 'nobody');
    await next(element);
    expect(texts(element, '[part=problem]')[0]).toContain('name@example.com');
    expect(all(element, '[part=email]')[0]!.getAttribute('aria-invalid')).toBe('true');
    expect(answers).toEqual([]);
    await type(element, '[part=email]', 'li@example.com');
    await next(element);
    expect(answers).toMatchObject([{ properties: { email: 'li@example.com', may_contact: true } }]);
  });

  test('speaks the language of the page, in its own words and in the definition’s', async () => {
    document.documentElement.lang = 'zh-CN';
    const element = await ask();
    await vi.waitFor(() => expect(question(element)).toBe('容易吗？'));
    expect(texts(element, '[part=step]')).toEqual(['第 1 题，共 3 题']);
  });

  test('settings that cannot be are told once, and the rest is asked', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const element = await ask({}, [{ id: 'x', kind: 'matrix', title: 'X' }, QUESTIONS[2]]);
    expect(question(element)).toBe('Anything else?Optional');
    await type(element, 'textarea', 'still');
    expect(error.mock.calls).toEqual([
      [expect.stringContaining('question-kind-unknown: "matrix"; give one of scale, choice')],
    ]);
  });
});

describe('what is kept', () => {
  test('is what was typed, as it was typed; a reload goes on there, under the same response id', async () => {
    const { port, kept } = widgetPort();
    client = port;
    const before = await ask();
    await choose(before, 2);
    await next(before);
    await choose(before, 2);
    await type(before, '[part=other]', 'half a sen');
    before.remove();
    client = widgetPort({}, kept).port;
    const after = await ask();
    expect(question(after)).toBe('Why not?');
    expect((all(after, '[part=other]')[0] as HTMLInputElement).value).toBe('half a sen');
    await next(after);
    expect(new Set(answers.map(({ responseId }) => responseId)).size).toBe(1);
  });

  test('what another tab answers, this one does not ask again: it thanks, or in the corner it closes, and dismisses nothing', async () => {
    const { port, kept, change } = widgetPort();
    client = port;
    const inline = await put('nps');
    const corner = await put('nps', { survey: 'corner', placement: 'corner', open: '' });
    await vi.waitFor(() => expect(all(corner, '[part=card]')).toHaveLength(1));
    for (const survey of ['nps', 'corner'])
      kept.set(
        `nps:${survey}`,
        JSON.stringify({ id: 'theirs', path: ['score'], answers: { score: 9 }, doneMs: Date.now() }),
      );
    change();
    await tick();
    await tick();
    expect(texts(inline, '[part=thanks]')).toEqual(['Thank you! It means a lot to us.']);
    expect([corner.hasAttribute('open'), all(corner, '*').length]).toEqual([false, 0]);
    expect(told).toEqual([]);
  });

  test('what another tab began goes on here, under its response id', async () => {
    const { port, kept, change } = widgetPort();
    client = port;
    const element = await put('nps');
    kept.set('nps:nps', JSON.stringify({ id: 'theirs', path: [], answers: { score: 3 } }));
    change();
    await tick();
    await next(element);
    expect(answers).toMatchObject([{ responseId: 'theirs', score: 3 }]);
  });

  test('an answer in another tab that this one has not heard of yet is not answered twice', async () => {
    const { port, kept } = widgetPort();
    client = port;
    const element = await put('nps');
    await choose(element, 3);
    kept.set('nps:nps', JSON.stringify({ id: 'theirs', path: ['score'], answers: { score: 9 }, doneMs: Date.now() }));
    await next(element);
    expect(answers).toEqual([]);
  });

  test.each<[string, number, number, Record<string, string>]>([
    ['not asked again in the page', 10, 0, {}],
    ['asked again in the page when that is long ago', 91, 11, {}],
    ['asked again when the settings say so', 3, 11, { again: '2d' }],
    ['asked again where nobody knows when that is', 91, 0, { again: 'soon' }],
  ])('somebody who answered is %s', async (_what, days, radios, attributes) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const doneMs = Date.now() - days * 86_400_000;
    client = widgetPort(
      {},
      new Map([['nps:nps', JSON.stringify({ id: 'old', path: ['score'], answers: { score: 9 }, doneMs })]]),
    ).port;
    const element = await put('nps', attributes);
    await tick();
    expect(all(element, 'input')).toHaveLength(radios);
    if (!radios) return;
    await choose(element, 5);
    await next(element);
    expect(answers[0]!.responseId).not.toBe('old');
  });

  test.each([
    '{',
    'null',
    '[]',
    '{"id":1}',
    '{"id":"x","path":"y","answers":{}}',
    '{"id":"x","path":[],"answers":null}',
  ])('of %s nothing is made', async (text) => {
    client = widgetPort({}, new Map([['nps:nps', text]])).port;
    expect(all(await put('nps'), 'input')).toHaveLength(11);
  });

  test('is somebody’s own: when it is gone, another person begins anew', async () => {
    const { port, kept, change } = widgetPort();
    client = port;
    const element = await put('nps');
    await choose(element, 3);
    kept.clear();
    change();
    await tick();
    expect(all(element, ':checked')).toHaveLength(0);
  });
});

describe('later and no', () => {
  test('are told apart: later snoozes and keeps what was chosen, closing dismisses', async () => {
    const element = await put('nps', { placement: 'corner', open: '' });
    await vi.waitFor(() => expect(texts(element, '[part=later]')).toEqual(['Later']));
    await choose(element, 4);
    await click(element, '[part=later]');
    expect([told, element.hasAttribute('open')]).toEqual([['aha-snooze'], false]);
    element.setAttribute('open', '');
    await vi.waitFor(() => expect(all(element, ':checked')).toHaveLength(1));
    await click(element, '[part=close]');
    expect(told).toEqual(['aha-snooze', 'aha-dismiss']);
  });

  test('in the page there is a later where the settings say so; then it stays away for a week', async () => {
    const { port, kept } = widgetPort();
    client = port;
    expect(all(await put('nps'), '[part=later]')).toHaveLength(0);
    const element = await put('nps', { survey: 'calm', snooze: '' });
    await click(element, '[part=later]');
    expect([told, all(element, '*').length]).toEqual([['aha-snooze'], 0]);
    client = widgetPort({}, kept).port;
    expect(all(await put('nps', { survey: 'calm' }), '*')).toHaveLength(0);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 8 * 86_400_000);
    expect(all(await put('nps', { survey: 'calm' }), 'input')).toHaveLength(11);
  });
});

describe('who is asked, and when', () => {
  test('only those in the sample, by the survey and the share', async () => {
    const asked: unknown[] = [];
    client = widgetPort({
      inSample: (...of) => (asked.push(of), of[0] === 'yes'),
    }).port;
    const no = await put('nps', { survey: 'no', sample: '0.2' });
    const yes = await put('nps', { survey: 'yes', sample: '0.2' });
    await tick();
    expect([all(no, '*').length, all(yes, 'input').length]).toEqual([0, 11]);
    expect(asked).toEqual([
      ['no', 0.2],
      ['yes', 0.2],
    ]);
  });

  test('without a client by a draw that an element makes once', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const no = await put('nps', { survey: 'no', sample: '0.4' });
    const yes = await put('nps', { survey: 'yes', sample: '0.6' });
    await tick();
    random.mockReturnValue(0);
    no.setAttribute('product', 'X');
    await tick();
    expect([all(no, '*').length, all(yes, 'input').length]).toEqual([0, 11]);
  });

  test('what is no share asks nobody, what is no time asks at once, and both are told', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const nobody = await put('nps', { sample: 'some' });
    const all11 = await put('nps', { survey: 't', 'min-time': 'long' });
    await vi.waitFor(() => expect(all(all11, 'input')).toHaveLength(11));
    expect(all(nobody, '*')).toHaveLength(0);
    expect(error.mock.calls.map(([line]) => /<aha-nps> ([\w-]+)/.exec(line as string)?.[1])).toEqual([
      'sample-invalid',
      'min-time-invalid',
    ]);
  });

  test('only the time counts in which the page is visible', async () => {
    let visibility = 'visible';
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility as DocumentVisibilityState);
    const see = (next: string) => {
      visibility = next;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const element = document.createElement('aha-nps');
    element.setAttribute('min-time', '20s');
    document.body.append(element);
    await vi.advanceTimersByTimeAsync(0);
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    await vi.advanceTimersByTimeAsync(15_000);
    see('hidden');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all(element, 'input')).toHaveLength(0);
    see('visible');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(all(element, 'input')).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(all(element, 'input')).toHaveLength(11));
  });

  test('nobody while the client does not know the definition yet; then as it says', async () => {
    const known: WidgetState[] = [];
    const { port, change } = widgetPort({ widget: () => known[0] });
    client = port;
    const element = await put('nps');
    expect(all(element, '*')).toHaveLength(0);
    known.push({ settings: { kind: 'nps', question: 'Defined?' } });
    change();
    await vi.waitFor(() => expect(question(element)).toBe('Defined?'));
  });
});

describe('what follows a score', () => {
  const answerNps = async (score: number, attributes: Record<string, string>) => {
    const element = await put('nps', attributes);
    await choose(element, score);
    await next(element);
    return element;
  };

  test('a promoter may let us quote them', async () => {
    const element = await answerNps(10, { testimonial: '' });
    await type(element, 'textarea', 'Love it');
    await choose(element, 0);
    await next(element);
    expect(answers.at(-1)).toMatchObject({
      partial: false,
      group: 'promoter',
      comment: 'Love it',
      properties: { permission_to_quote: true, question_id: 'comment' },
    });
    expect(all(await answerNps(3, { testimonial: '', survey: 'other' }), '[type=checkbox]')).toHaveLength(0);
  });

  test('a detractor may leave an address, or not', async () => {
    const element = await answerNps(2, { contact: '' });
    await type(element, 'textarea', 'Slow');
    await next(element);
    expect(question(element)).toContain('May we contact you about this?');
    await type(element, '[part=email]', 'li@example.com');
    await next(element);
    expect(answers.at(-1)).toMatchObject({
      partial: false,
      comment: 'Slow',
      properties: { may_contact: true, email: 'li@example.com' },
    });
    const other = await answerNps(2, { contact: '', survey: 'other' });
    await click(other, '[part=skip]');
    await click(other, '[part=skip]');
    expect(answers.at(-1)).toMatchObject({ partial: false, properties: { may_contact: false } });
    expect(answers.at(-1)!.properties).not.toHaveProperty('email');
    expect(texts(other, '[part=thanks]')[0]).toContain('put things right');
  });
});

describe('<aha-csat>', () => {
  test('has five faces, each named by its words', async () => {
    const element = await put('csat', { product: 'Helloword' });
    expect(question(element)).toBe('How satisfied are you with Helloword?');
    expect(texts(element, 'label')).toEqual([
      'Very dissatisfied',
      'Dissatisfied',
      'Neutral',
      'Satisfied',
      'Very satisfied',
    ]);
    expect(all(element, '.number > svg')).toHaveLength(5);
    await choose(element, 1);
    await next(element);
    expect(answers).toMatchObject([{ kind: 'csat', score: 2, scale: [1, 5], group: 'negative' }]);
    expect(question(element)).toContain('What went wrong?');
  });

  test('stars fill up to the one chosen and say which of how many', async () => {
    const element = await put('csat', { look: 'stars' });
    await choose(element, 2);
    expect(all(element, '.lit')).toHaveLength(3);
    expect(texts(element, 'label').map((name) => name.trim())).toEqual([
      '1 / 5 Very dissatisfied',
      '2 / 5',
      '3 / 5',
      '4 / 5',
      '5 / 5 Very satisfied',
    ]);
  });

  test('takes another scale; one that cannot be is told, and five are asked', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(all(await put('csat', { scale: '1-7' }), 'input')).toHaveLength(7);
    expect(all(await put('csat', { scale: '1-1000' }), 'input')).toHaveLength(5);
    expect(all(await put('csat', { look: 'hearts' }), 'input')).toHaveLength(5);
    expect(error.mock.calls.map(([line]) => /> ([\w-]+)/.exec(line as string)?.[1])).toEqual([
      'scale-invalid',
      'look-invalid',
    ]);
  });
});

test('the card stays the same from the question to the thanks, so that in the corner it stays open', async () => {
  const element = await put('nps', { placement: 'corner', open: '' });
  await vi.waitFor(() => expect(all(element, '[part=card]')).toHaveLength(1));
  const [card] = all(element, '[part=card]');
  await choose(element, 9);
  await next(element);
  await click(element, '[part=skip]');
  expect(texts(element, '[part=thanks]')).toHaveLength(1);
  expect(all(element, '[part=card]')).toEqual([card]);
});

test('<aha-ces> asks on a scale of seven numbers', async () => {
  const element = await put('ces');
  expect(texts(element, '.number')).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  expect(texts(element, '[part=ends] span')).toEqual(['1 – Very difficult', '7 – Very easy']);
  await next(element);
  expect(texts(element, '[part=problem]')).toEqual(['Please choose an answer.']);
  await choose(element, 6);
  await next(element);
  expect(answers).toMatchObject([{ kind: 'ces', score: 7, scale: [1, 7], group: 'positive' }]);
});

describe('a survey that is taken out and put back', () => {
  const responses: string[] = [];
  listen('aha-view', ({ detail }: CustomEvent<SurveyDetail>) => responses.push(detail.responseId));
  test.each(['nps', 'csat', 'ces', 'survey'])(
    '<aha-%s> keeps its response until it is answered, however it is mounted',
    async (kind) => {
      const see: (() => void)[] = [];
      responses.length = 0;
      vi.stubGlobal(
        'IntersectionObserver',
        class {
          constructor(seen: (entries: object[]) => void) {
            see.push(() => seen([{ isIntersecting: true }]));
          }
          observe = () => {};
          disconnect = () => {};
        },
      );
      const mount = async () => {
        const element = document.createElement(`aha-${kind}`) as HTMLElement & { settings: object };
        element.settings = { questions: [{ id: 'why', kind: 'text', title: 'Why?' }] };
        document.body.append(element);
        await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.card')).not.toBeNull());
        see.splice(0).forEach((seen) => seen());
        return element;
      };
      const first = await mount();
      first.remove();
      document.body.append(first);
      await mount();
      document.body.replaceChildren();
      await mount();
      expect(responses).toHaveLength(1);
    },
  );
});
