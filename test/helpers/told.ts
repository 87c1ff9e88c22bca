import type { BrowserContext, Page } from 'playwright-core';

/** An event of a widget. */
export interface Told {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>> & { readonly properties?: Readonly<Record<string, unknown>> };
}

/** Notes the widgets' events of these types in every page from now on, for `told` and `toldTypes`. */
export async function noteTold(context: BrowserContext, types: readonly string[]): Promise<void> {
  await context.addInitScript((names) => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    for (const type of names)
      document.addEventListener(type, (event) =>
        // A function cannot leave the page.
        told.push({ type, detail: { ...(event as CustomEvent<object>).detail, waitUntil: undefined } }),
      );
  }, types);
}

/** The events since the page was loaded. */
export const told = (page: Page): Promise<Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told);

/** Their types: `aha-view`. */
export const toldTypes = async (page: Page): Promise<string[]> => (await told(page)).map(({ type }) => type);
