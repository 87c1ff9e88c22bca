/**
 * One shape for the three engines: a browser that can be driven, killed, and started again with the same profile.
 */

export const ENGINE_NAMES = ['chromium', 'firefox', 'webkit'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export interface LaunchOptions {
  /** A folder that outlives the browser: a second launch with it finds what the first one stored. Default: a new one, removed with it. */
  readonly profile?: string;
  /** Windows that forget: incognito, private browsing. */
  readonly forgetful?: boolean;
  /** Kilobytes that all sites together may store; in Firefox only. */
  readonly quotaKb?: number;
}

export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  /** The browser's main process. */
  readonly pid: number;
  /** Opens a tab, in front of the others; resolves when the page has loaded. */
  openPage(url: string): Promise<EnginePage>;
  /** Ends every process of the browser as a crash would. Resolves when they are gone; the profile stays. */
  kill(signal: 'SIGKILL'): Promise<void>;
  /** Ends the browser; removes its profile, unless it was given. */
  quit(): Promise<void>;
}

export interface EnginePage {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Begins one step back in the tab's history. */
  back(): Promise<void>;
  /** Runs a function in the page. It sees its arguments and the page, nothing around it. */
  evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>;
  /** Puts the tab in front of the others. */
  toFront(): Promise<void>;
  /** Ends the process that runs the page, as a crash would. */
  crash(): Promise<void>;
  /** Stops the page where it is, as browsers do with tabs in the background. Not in Firefox, whose tabs of one site share a process. */
  freeze(): Promise<void>;
  /** Closes the tab as a person would. */
  close(): Promise<void>;
  /** Sends a command of Chromium's DevTools protocol. */
  devTools(method: string, params: object): Promise<void>;
}

/** An engine that cannot be run here. */
export class EngineMissing extends Error {
  override readonly name = 'EngineMissing';
}
