/**
 * An NPS survey in the page of a fault, used as a person does: choose, submit, say why.
 */
import type { AhaEvent } from '../../src/wire/event.js';
import type { EnginePage } from '../helpers/engines/engine.js';
import type { Scene } from './scene.js';
import { waitUntil } from './wait-until.js';

/** The names of the parts that the widget shows, each once; none where there is no widget. */
export const partsShown = (page: EnginePage): Promise<string[]> =>
  page.evaluate(() => {
    const names: string[] = [];
    const parts = document.querySelector('aha-nps')?.shadowRoot?.querySelectorAll('[part]') ?? [];
    for (const part of parts) {
      const name = part.getAttribute('part')!;
      if (!names.includes(name)) names.push(name);
    }
    return names;
  });

export const partIsShown = (page: EnginePage, name: string): Promise<void> =>
  waitUntil(`"${name}" is shown`, async () => (await partsShown(page)).includes(name));

/** Whether it is open in the corner. */
export const isOpen = (page: EnginePage): Promise<boolean> =>
  page.evaluate(() => Boolean(document.querySelector('aha-nps')?.shadowRoot?.querySelector(':popover-open')));

export async function choose(page: EnginePage, score: number): Promise<void> {
  await partIsShown(page, 'scale');
  await page.evaluate((at) => {
    document.querySelector('aha-nps')!.shadowRoot!.querySelectorAll<HTMLElement>('input[type=radio]')[at]!.click();
  }, score);
  await waitUntil('the number is chosen', async () => (await partsShown(page)).includes('number number-chosen'));
}

/** Presses the button, so many times in one task. */
export const submit = (page: EnginePage, times = 1): Promise<void> =>
  page.evaluate((count) => {
    const button = document.querySelector('aha-nps')!.shadowRoot!.querySelector<HTMLElement>('[part~=submit]')!;
    for (let time = 0; time < count; time++) button.click();
  }, times);

/** Presses the button, again after each refusal, until the part is shown. */
export const submitUntil = (page: EnginePage, part: string): Promise<void> =>
  waitUntil(`"${part}" is shown`, async () => {
    await submit(page);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    await waitUntil('it is answered', async () =>
      (await partsShown(page)).some((shown) => shown === part || shown === 'problem'),
    );
    return (await partsShown(page)).includes(part);
  });

export async function writeComment(page: EnginePage, text: string): Promise<void> {
  await partIsShown(page, 'comment');
  await page.evaluate((comment) => {
    const field = document.querySelector('aha-nps')!.shadowRoot!.querySelector('textarea')!;
    field.value = comment;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }, text);
}

export const commentIn = (page: EnginePage): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector('aha-nps')?.shadowRoot?.querySelector('textarea')?.value);

/** The whole way: a number, the reason, the thanks. */
export async function answer(page: EnginePage, score: number, comment: string): Promise<void> {
  await choose(page, score);
  await submit(page);
  await writeComment(page, comment);
  await submit(page);
  await partIsShown(page, 'thanks');
}

interface SurveyRow {
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the collector has of surveys, in the order of its events' ids. */
export function surveyRows({ collector }: Scene): SurveyRow[] {
  const isSurvey = (row: AhaEvent): boolean => row.type === 'track' && row.event.startsWith('Survey ');
  return [...collector.rows.values()]
    .filter(isSurvey)
    .sort((a, b) => (a.messageId < b.messageId ? -1 : 1)) as unknown as SurveyRow[];
}

/** The ids of the responses that the collector has answers of, each once. */
export const responsesIn = (scene: Scene): unknown[] => [
  ...new Set(
    surveyRows(scene)
      .filter(({ event }) => event !== 'Survey Viewed')
      .map(({ properties }) => properties.response_id),
  ),
];

/** Waits until a finished answer is in the rows. */
export const answerStored = (scene: Scene, withinMs?: number): Promise<void> =>
  waitUntil(
    'the answer is stored',
    () => surveyRows(scene).some(({ event }) => event === 'Survey Submitted'),
    withinMs,
  );
