/** Where a link can be shared to, by address: most of them take a text as well, some only the link and make their own card of it. */
const ADDRESSES = {
  email: (link, text, subject) => `mailto:?subject=${subject}&body=${text}%0A%0A${link}`,
  whatsapp: (link, text) => `https://wa.me/?text=${text}%20${link}`,
  telegram: (link, text) => `https://t.me/share/url?url=${link}&text=${text}`,
  x: (link, text) => `https://x.com/intent/post?text=${text}&url=${link}`,
  linkedin: (link) => `https://www.linkedin.com/sharing/share-offsite/?url=${link}`,
  facebook: (link) => `https://www.facebook.com/sharer/sharer.php?u=${link}`,
  line: (link, text) => `https://social-plugins.line.me/lineit/share?url=${link}&text=${text}`,
  // It has no address of its own: its users scan.
  wechat: () => '',
} as const satisfies Record<string, (link: string, text: string, subject: string) => string>;

export type Channel = keyof typeof ADDRESSES;

/** Their own names; the other two are called as the person's language does. */
export const NAMES = {
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  x: 'X',
  linkedin: 'LinkedIn',
  facebook: 'Facebook',
  line: 'LINE',
} as const satisfies Partial<Record<Channel, string>>;

export const CHANNELS = Object.keys(ADDRESSES) as Channel[];

export const isChannel = (name: unknown): name is Channel => typeof name === 'string' && Object.hasOwn(ADDRESSES, name);

/** Where a channel is opened with a link and what to say of it; empty for one that scans. */
export function channelHref(channel: Channel, link: string, text: string, subject: string): string {
  return ADDRESSES[channel](encodeURIComponent(link), encodeURIComponent(text), encodeURIComponent(subject));
}
