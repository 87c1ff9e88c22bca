import type { ComponentChildren } from 'preact';
import type { Surface } from './surface.js';

/** Where and how a widget stands in its page; the element decides it. */
export interface Frame {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl' | 'auto';
  /** What a surface over the page gives the card; absent in the page's own flow. */
  readonly surface?: ReturnType<Surface['frame']>;
}

interface CardProps extends Frame {
  /** What is announced, and shown below the rest: a mistake, a failure, thanks. */
  readonly status: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What every widget stands on. The status region is there before it has something to say; the close button is last in tab order. */
export function Card({ lang, dir, surface, status, children }: CardProps) {
  const Tag = surface?.tag ?? 'div';
  return (
    <Tag class="card" part="card" lang={lang} dir={dir} tabIndex={-1} {...surface?.card}>
      <div class="box">
        {children}
        <div role="status">
          <span class="sr" />
          {status}
        </div>
      </div>
      {surface?.closeButton}
    </Tag>
  );
}
