import type { ComponentChildren } from 'preact';
import { Card, type Frame } from '../shared/card.js';
import type { Strings } from '../shared/aha-element.js';
import { channelHref, NAMES, type Channel } from './channels.js';
import type { ReferralWords } from './locales/en.js';

export interface ReferralViewProps {
  readonly frame: Frame;
  readonly strings: Strings<ReferralWords>;
  /** What is said of it: the page's own text, or by what there is to gain. */
  readonly text: string;
  readonly link: string;
  /** What is said with the link when it is sent. */
  readonly message: string;
  readonly channels: readonly Channel[];
  /** Those beyond the first few are shown, too. */
  readonly more: boolean;
  readonly canShare: boolean;
  /** Whom the QR code is shown for; null while it is not shown. */
  readonly qr: 'qr' | 'wechat' | null;
  /** The QR code, and what became of the invitations. */
  readonly children: ComponentChildren;
  /** What has just happened, by the name of the string that says so; `time` counts, so that a repeat is told again. */
  readonly told: { readonly what: 'copied' | 'selected' | 'qrFailed'; readonly time: number } | null;
  readonly onCopy: () => void;
  readonly onShare: () => void;
  readonly onChannel: (channel: Channel) => void;
  readonly onQr: (why: 'qr' | 'wechat') => void;
  readonly onMore: () => void;
}

/** So many channels are shown at once. */
export const FIRST = 4;

/** The invitation: the person's link, ways to share it, and what became of it. Props in, callbacks out. */
export function ReferralView(props: ReferralViewProps) {
  const { frame, strings, text, link, told, onCopy } = props;
  const copied = told?.what === 'copied';
  const status = told && (
    <p key={told.time} class={copied ? 'sr' : 'told'} part="status">
      {strings[told.what]}
    </p>
  );
  return (
    <Card {...frame} status={status}>
      <p class="question" part="question" id="question">
        {strings.title}
      </p>
      <p class="text" part="text">
        {text}
      </p>
      <div class="link">
        <input
          part="link"
          aria-label={strings.linkLabel}
          readOnly
          dir="ltr"
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="primary" part="copy" onClick={() => onCopy()}>
          <span class="swap" {...(copied && { 'data-on': '' })}>
            <span>{strings.copy}</span>
            <span aria-hidden={!copied}>{strings.copied}</span>
          </span>
        </button>
      </div>
      <Ways {...props} />
      {props.children}
    </Card>
  );
}

function Ways(props: ReferralViewProps) {
  const { strings, link, message, channels, more, canShare, qr, onShare, onChannel, onQr, onMore } = props;
  const shown = more || channels.length <= FIRST + 1 ? channels : channels.slice(0, FIRST);
  const opens = (why: 'qr' | 'wechat') => (
    <button type="button" class="way" part="way" aria-expanded={qr === why} onClick={() => onQr(why)}>
      {strings[why]}
    </button>
  );
  const ways = shown.map((channel) =>
    channel === 'wechat' ? (
      opens('wechat')
    ) : (
      <a
        class="way"
        part="way"
        href={channelHref(channel, link, message, strings.subject)}
        {...(channel !== 'email' && { target: '_blank', rel: 'noopener noreferrer' })}
        onClick={() => onChannel(channel)}
      >
        {channel === 'email' ? strings.email : NAMES[channel]}
      </a>
    ),
  );
  return (
    <ul class="ways" part="ways" role="list" aria-label={strings.ways}>
      {canShare && (
        <li>
          <button type="button" class="way" part="way" onClick={() => onShare()}>
            {strings.share}
          </button>
        </li>
      )}
      {[...ways, opens('qr')].map((way, at) => (
        <li key={at < shown.length ? shown[at] : 'qr'}>{way}</li>
      ))}
      {shown !== channels && (
        <li>
          <button type="button" class="way" part="more" aria-expanded="false" onClick={() => onMore()}>
            {strings.more}
          </button>
        </li>
      )}
    </ul>
  );
}
