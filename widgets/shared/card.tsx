import type { ComponentChildren } from 'preact';

/** Where and how a widget stands in its page; the element decides it. */
export interface Frame {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl' | 'auto';
  /** In the corner (or as a phone's sheet) instead of in the page: the card's attributes, and the way out of there. */
  readonly corner?: object;
  readonly closeButton?: ComponentChildren;
}

interface CardProps extends Frame {
  /** What is announced, and shown below the rest: a mistake, a failure, thanks. */
  readonly status: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What every widget stands on. The status region is there before it has something to say; the close button is last in tab order. */
export function Card({ lang, dir, corner, closeButton, status, children }: CardProps) {
  return (
    <div class="card" part="card" lang={lang} dir={dir} tabIndex={-1} {...corner}>
      <div class="box">
        {children}
        <div role="status">
          <span class="sr" />
          {status}
        </div>
      </div>
      {closeButton}
    </div>
  );
}
