import { findWebKit } from '../../../scripts/install-engines.mjs';
import { EngineMissing } from './engine.js';
import { startXvfb } from './xvfb.js';

export interface WebKitEnvironment {
  readonly driver: string;
  readonly browser: string;
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** What WebKitGTK needs around it: a display, no graphics card, and a home of its own for what it stores. */
export async function webKitEnvironment(home: string): Promise<WebKitEnvironment> {
  const found = findWebKit();
  if (!found) throw new EngineMissing('WebKit is not installed; "node scripts/install-engines.mjs" does it on Debian.');
  const { driver, browser, display } = found;
  const screen = display ? await startXvfb(display) : null;
  return {
    driver,
    browser,
    env: {
      ...process.env,
      ...(screen && { DISPLAY: screen.display }),
      HOME: home,
      XDG_DATA_HOME: `${home}/data`,
      XDG_CACHE_HOME: `${home}/cache`,
      XDG_RUNTIME_DIR: home,
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
      GSETTINGS_BACKEND: 'memory',
    },
    stop: () => screen?.stop(),
  };
}
