import { launchChromium } from './chromium.js';
import type { Engine, EngineName, LaunchOptions } from './engine.js';
import { launchFirefox } from './firefox.js';
import { launchWebKit } from './webkit.js';

const LAUNCHERS = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

/**
 * Starts a browser of one of the three engines.
 *
 * @throws {EngineMissing} where it is not installed.
 */
export function launchEngine(name: EngineName, options: LaunchOptions = {}): Promise<Engine> {
  return LAUNCHERS[name](options);
}
