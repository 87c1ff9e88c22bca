import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serveSite } from '../../demo/serve-site.mjs';

interface States {
  readonly states: readonly { readonly title: string; readonly attributes?: Readonly<Record<string, string>> }[];
}
const site = fileURLToPath(new URL('../../demo/site', import.meta.url));
const { WIDGETS, LANGUAGES } = (await import(`${site}/gallery/widgets.js`)) as {
  readonly WIDGETS: readonly string[];
  readonly LANGUAGES: Readonly<Record<string, string>>;
};
const statesOf = async (widget: string): Promise<States> => (await import(`${site}/gallery/${widget}.js`)) as States;

/** One state of one widget in the gallery. */
export interface GalleryState {
  /** `nps`. */
  readonly widget: string;
  readonly index: number;
  readonly title: string;
  /** Where it is shown, if not in the page's flow. */
  readonly placement: string | undefined;
}

/** Every state of every widget. */
export async function galleryStates(): Promise<GalleryState[]> {
  const widgets = await Promise.all(WIDGETS.map(async (widget) => ({ ...(await statesOf(widget)), widget })));
  return widgets.flatMap(({ widget, states }) =>
    states.map(({ title, attributes }, index) => ({ widget, index, title, placement: attributes?.placement })),
  );
}

export const GALLERY_WIDGETS = WIDGETS;
export const GALLERY_LANGUAGES = Object.keys(LANGUAGES);

/** Serves the gallery, under the demo's strict policy, with widgets from a collector. */
export async function serveGallery(
  collector: string,
): Promise<{ readonly url: string; cell(state: GalleryState, look?: object): string; stop(): Promise<void> }> {
  const server = serveSite(site, collector);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    cell: ({ widget, index }, look = {}) =>
      `${url}/gallery/cell.html?${new URLSearchParams({ widget, state: `${index}`, ...look })}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
