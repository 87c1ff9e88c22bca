import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import { dress } from '../shared/dress.js';
import type { WidgetDetail } from '../shared/events.js';
import { localized } from '../shared/language.js';
import { loadPart } from '../shared/load-part.js';
import { clampText, fill } from '../shared/strings.js';
import { tellMistake } from '../shared/tell-mistake.js';
import type { Channel } from './channels.js';
import type { ReferralWords } from './locales/en.js';
import { readChannels, readLink, type OwnLink, type Refuse } from './read-referral.js';
import { referralLocales } from './referral.locales.js';
import { referralCss } from './referral.style.js';
import { FIRST, ReferralView, type ReferralViewProps } from './referral.view.js';

/** What few need is loaded when it is. */
const loadOutcome = () => import('./outcome.js');
const loadWelcome = () => import('./welcome.js');
const loadQr = () => import('./qr.js');
type Qr = Awaited<ReturnType<typeof loadQr>>;

/**
 * `<aha-referral>` gives a person their own link and ways to share it, tells what became of it, and as `variant="welcome"` welcomes
 * the friend who came by one.
 *
 * Attributes, all optional; each is also a setting of the definition:
 * - `referral`: its id in events, by default `referral`
 * - `variant`: `invite` (default), or `welcome`: shown only to somebody whom a referral code brought and who has not signed up since
 * - `link`: the person's own link, `{code}` in it stands for `code`; `code` alone makes one of the page's site, `/?aha_ref=<code>`.
 *   Without either the collector gives both, to a page that is joined to a client
 * - `channels`: which, and in what order: some of `email`, `whatsapp`, `telegram`, `x`, `linkedin`, `facebook`, `line`, `wechat`
 * - `referrer-reward`, `friend-reward`: what each of the two gets; in a definition `"reward": { "referrer": …, "friend": … }`
 * - `milestones`: a number of friends; as a setting a list of numbers or of `{ friends, reward }`
 * - `milestone-by`: which friends count: `signedUp` (default), `opened`, `activated` or `rewarded`
 * - `inviter`, `href`: of the welcome: who invited, where that may be said, and where the invitation is accepted
 * - `title`, `text`, `message` (what is said with the link) and every other name in `strings`, in kebab-case: the text to show. Text, never HTML.
 *   `{you}` and `{friend}` stand for the rewards
 * - `placement`, `open`, `theme`, `lang`, `dir`: as every widget
 *
 * Settings that are no attributes: `invitations`, `{ opened, signedUp, activated, rewarded }`, each a number of friends.
 *
 * Properties and methods: `settings`, `strings`, `show()`, `hide()`.
 *
 * Events, bubbling and composed; their details are `WidgetDetail`:
 * - `aha-view`: at least half of it was on the screen
 * - `aha-share`: the person shared their link; `properties.channel` says how: `copy`, `native`, `qr` or a channel, `referral_code` which
 * - `aha-click`: the friend accepts the invitation
 * - `aha-dismiss`: it was closed before anything was shared, or the welcome was
 *
 * Parts: `card`, `question`, `text`, `link`, `copy`, `ways`, `way`, `more`, `qr`, `goal`, `progress`, `steps`, `stats`, `stat`, `status`, `action`,
 * `dismiss`, `close`.
 *
 * Custom properties: those of every widget (docs/widgets.md).
 */
export class ReferralElement extends AhaElement<ReferralWords> {
  protected readonly kind = 'referral';
  protected readonly subject = 'referral';
  #shared = false;
  #dismissed = false;
  #more = false;
  #told: ReferralViewProps['told'] = null;
  /** The QR code that is shown, of which link and for whom. */
  #qr: {
    readonly part: Qr;
    readonly drawn: ReturnType<Qr['qrPath']>;
    readonly link: string;
    readonly for: 'qr' | 'wechat';
  } | null = null;
  #drawn = false;
  #own: OwnLink | null = null;
  readonly #parts = new Map<unknown, unknown>();

  constructor() {
    super(referralCss, referralLocales);
  }

  protected override get detail(): WidgetDetail<'referral'> {
    const welcome = this.#isWelcome();
    const code = welcome ? this.#arrival() : this.#own?.code;
    const properties = { ...(welcome && { variant: 'welcome' }), ...(code && { referral_code: code }) };
    return { kind: this.kind, referral: this.widgetId, ...(Object.keys(properties).length && { properties }) };
  }

  protected get done(): boolean {
    return this.#shared;
  }

  protected view(strings: Strings<ReferralWords>, frame: Frame) {
    if (this.defined === undefined) return null;
    return this.#isWelcome() ? this.#welcome(strings, frame) : this.#invite(strings, frame);
  }

  #isWelcome(): boolean {
    return this.text('variant') === 'welcome';
  }

  /** The code that brought the person here, by the page's word or the client's; null for none. */
  #arrival(): string | null {
    return this.text('code') || this.port?.arrival?.() || null;
  }

  #reward(lang: string): { readonly you: string; readonly friend: string } {
    const both = this.setting('reward') as
      { readonly referrer?: unknown; readonly friend?: unknown } | null | undefined;
    const one = (name: string, text: unknown) => this.text(name) || clampText(localized(text, lang));
    return { you: one('referrerReward', both?.referrer), friend: one('friendReward', both?.friend) };
  }

  #welcome(strings: Strings<ReferralWords>, frame: Frame) {
    const code = this.#arrival();
    const seen = this.port?.read(this.#dismissKey) ?? null;
    const part = code && !this.#dismissed && seen !== code && this.#need(loadWelcome);
    if (!part) return null;
    return (
      <part.Welcome
        frame={frame}
        strings={strings}
        inviter={this.text('inviter')}
        text={this.text('text')}
        rewards={this.#reward(frame.lang)}
        href={this.setting('href')}
        refuse={this.#refuse}
        onAccept={() => this.say('aha-click', this.detail.properties)}
        onDismiss={this.#dismiss}
      />
    );
  }

  #invite(strings: Strings<ReferralWords>, frame: Frame) {
    const { lang } = frame;
    const given = readLink(this.setting('link'), this.setting('code'), document.baseURI, this.#refuse);
    const theirs = given ? null : this.port?.referral?.();
    const own = given ?? (theirs ? readLink(theirs.link, theirs.code, document.baseURI, this.#refuse) : null);
    this.#own = own;
    if (!own) {
      if (theirs !== undefined || !this.port?.referral)
        this.#refuse(
          'link-missing',
          null,
          theirs === null
            ? 'start the collector with --site, or give link or code'
            : 'give link or code, or connect a client',
        );
      return null;
    }
    // By it this browser knows, later, that somebody has opened their own link.
    if (own.code && this.port?.read(OWN) !== own.code) this.port?.write(OWN, own.code);
    const goals = this.setting('milestones');
    const invitations = this.setting('invitations') ?? theirs?.invitations;
    const outcome = (goals ?? invitations) != null ? this.#need(loadOutcome) : null;
    // It comes as one, and does not grow when the rest is there.
    if (outcome === undefined) return null;
    const qr = this.#qr?.link === own.link ? this.#qr : null;
    const rewards = this.#reward(lang);
    const { you, friend } = rewards;
    const standing = you ? (friend ? strings.bothText : strings.ownText) : friend ? strings.friendText : strings.text;
    const message = fill(this.text('message') || (friend ? strings.rewardMessage : strings.message), rewards);
    return (
      <ReferralView
        frame={frame}
        strings={strings}
        text={fill(this.text('text') || standing, rewards)}
        link={own.link}
        message={message}
        channels={readChannels(this.setting('channels') ?? strings.channels, this.#refuse)}
        more={this.#more}
        canShare={canShare()}
        qr={qr?.for ?? null}
        told={this.#told}
        onCopy={this.#copy}
        onShare={() => void this.#share(message)}
        onChannel={this.#tellShared}
        onQr={this.#toggleQr}
        onMore={this.#showMore}
      >
        {qr && <qr.part.QrFigure drawn={qr.drawn} alt={strings.qrAlt} hint={strings[`${qr.for}Hint`]} />}
        {outcome && (
          <outcome.Outcome
            lang={lang}
            strings={strings}
            goals={goals}
            invitations={invitations}
            by={this.text('milestoneBy')}
            refuse={this.#refuse}
          />
        )}
      </ReferralView>
    );
  }

  readonly #refuse: Refuse = (code, value, remedy) => tellMistake(this, code, value, remedy);

  /** A part, once it is there; null where it cannot be had, undefined while it is on its way. */
  #need<Part extends { readonly css: string }>(load: () => Promise<Part>): Part | null | undefined {
    const parts = this.#parts as Map<() => Promise<Part>, Part | null | undefined>;
    if (!parts.has(load)) {
      const settle = (part: Part | null) => {
        parts.set(load, part);
        if (part) dress(this.shadowRoot!, part.css);
        this.update();
      };
      parts.set(load, undefined);
      void loadPart(this.localName, load).then(settle);
    }
    return parts.get(load);
  }

  get #dismissKey(): string {
    return `referral:${this.widgetId}:dismissed`;
  }

  readonly #dismiss = (): void => {
    this.#dismissed = true;
    const code = this.#arrival();
    this.say('aha-dismiss', this.detail.properties);
    this.port?.write(this.#dismissKey, code);
    this.update();
  };

  readonly #tellShared = (channel: Channel | 'copy' | 'native' | 'qr'): void => {
    this.#shared = true;
    this.say('aha-share', { ...this.detail.properties, channel });
  };

  #tell(what: 'copied' | 'selected' | 'qrFailed'): void {
    const told = { what, time: (this.#told?.time ?? 0) + 1 };
    this.#told = told;
    this.update();
    // The button says what it does again; what went wrong stays.
    if (what === 'copied')
      setTimeout(() => {
        if (this.#told === told) this.#told = null;
        this.update();
      }, COPIED_MS);
  }

  readonly #copy = (): void => {
    const { link } = this.#own!;
    const copying = (navigator as Partial<Navigator>).clipboard?.writeText(link) ?? Promise.reject(new Error());
    copying.then(
      () => {
        this.#tellShared('copy');
        this.#tell('copied');
      },
      () => {
        // Not a secure page, or a frame that may not: the person copies it themselves.
        const field = this.shadowRoot?.querySelector('input');
        field?.focus();
        field?.select();
        this.#tell('selected');
      },
    );
  };

  async #share(text: string): Promise<void> {
    try {
      await navigator.share({ text, url: this.#own!.link });
      this.#tellShared('native');
    } catch (error) {
      // Where the person thought better of it there is nothing to say.
      if ((error as Error).name !== 'AbortError') this.#copy();
    }
  }

  readonly #showMore = (): void => {
    this.#more = true;
    // The button goes away; the first of what it has brought is where the person goes on.
    this.update(`li:nth-child(${FIRST + (canShare() ? 2 : 1)}) .way`);
  };

  readonly #toggleQr = (why: 'qr' | 'wechat'): void => {
    if (this.#qr?.for === why && this.#qr.link === this.#own?.link) {
      this.#qr = null;
      this.update();
    } else void this.#drawQr(why);
  };

  async #drawQr(why: 'qr' | 'wechat'): Promise<void> {
    const { link } = this.#own!;
    try {
      const part = (await loadPart(this.localName, loadQr))!;
      const drawn = part.qrPath(link);
      if (!this.#drawn) dress(this.shadowRoot!, part.css);
      this.#drawn = true;
      this.#qr = { part, drawn, link, for: why };
    } catch {
      return this.#tell('qrFailed');
    }
    if (this.#told?.what === 'qrFailed') this.#told = null;
    this.#tellShared(why);
    this.update();
  }
}

/** Where the person's own code is kept; the client's own code looks there, too. */
const OWN = 'referral:own';

const canShare = (): boolean => typeof (navigator as Partial<Navigator>).share === 'function';

/** How long the button says that the link is copied, in milliseconds. */
const COPIED_MS = 4_000;
