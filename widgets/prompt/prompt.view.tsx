import { Card, type Frame } from '../shared/card.js';
import type { FiguresProps } from './prompt.figures.js';

/** The id of what names the whole: the first that there is. */
const NAMES = 'question';

interface PromptViewProps {
  readonly frame: Frame;
  /** Empty where there is none, as with every text here. */
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly image: { readonly src: string; readonly alt: string; readonly failed: boolean } | null;
  /** What is counted. */
  readonly figures: FiguresProps | null;
  readonly actions: readonly ActionProps[];
  readonly onImageError: (src: string) => void;
}

export interface ActionProps {
  readonly label: string;
  /** Null for what is no link. */
  readonly href: string | null;
  /** Whether it leads out of the page's origin. */
  readonly leaves: boolean;
  readonly onClick: (event: MouseEvent) => void;
}

/** An announcement, an offer, a recap or a streak: props in, callbacks out. */
export function PromptView(props: PromptViewProps) {
  const { frame, title, text, image, figures, actions, onImageError } = props;
  return (
    <Card {...frame} status={figures?.status && <span class="sr">{figures.status}</span>}>
      <div class="prompt" part="prompt">
        {image &&
          (image.failed ? (
            image.alt && (
              <div class={image.src ? 'image' : 'image refused'} part="image">
                <span class="hint">{image.alt}</span>
              </div>
            )
          ) : (
            <img
              class="image"
              part="image"
              src={image.src}
              alt={image.alt}
              referrerpolicy="no-referrer"
              decoding="async"
              onError={() => onImageError(image.src)}
            />
          ))}
        {(title || text) && (
          <div class="words">
            {title && (
              <h2 class="question" part="title" id={NAMES}>
                {title}
              </h2>
            )}
            {text && (
              <p class="text" part="text" id={title ? undefined : NAMES}>
                {text}
              </p>
            )}
          </div>
        )}
        {figures?.show?.(title || text ? undefined : NAMES)}
        {actions.length > 0 && (
          <div class="actions" part="actions">
            {actions.map((action, at) => (
              <Action {...action} isFirst={at === 0 && !figures?.asks} />
            ))}
          </div>
        )}
      </div>
    </Card>
  );
}

function Action({ label, href, leaves, onClick, isFirst }: ActionProps & { readonly isFirst: boolean }) {
  const look = { class: isFirst ? 'button primary' : 'button', part: isFirst ? 'action action-first' : 'action' };
  return href === null ? (
    <button type="button" {...look} onClick={onClick}>
      {label}
    </button>
  ) : (
    <a {...look} href={href} rel={leaves ? 'noopener noreferrer' : undefined} onClick={onClick}>
      {label}
    </a>
  );
}
