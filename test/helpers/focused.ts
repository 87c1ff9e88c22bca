import type { Page } from 'playwright-core';

/** What has the focus, in the page or in a widget: the first of these attributes that it has, or else the name of its element. */
export const focused = (page: Page, attributes = ['id', 'part', 'type']): Promise<string | undefined> =>
  page.evaluate((names) => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return names.map((name) => element?.getAttribute(name)).find(Boolean) ?? element?.localName;
  }, attributes);
