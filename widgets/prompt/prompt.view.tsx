import { Card, type Frame } from '../shared/card.js';
import type { Strings } from '../shared/aha-element.js';
import type { AchievementsProps } from './prompt.achievements.js';
import type { PromptWords } from './locales/en.js';

interface PromptViewProps {
  readonly frame: Frame;
  readonly strings: Strings<PromptWords>;
  /** Empty where there is none, as with every text here. */
  readonly title: string;
  readonly text: string;
  readonly image: { readonly src: string; readonly alt: string; readonly failed: boolean } | null;
  readonly meter: MeterProps | null;
  readonly achievements: AchievementsProps | null;
  readonly actions: readonly ActionProps[];
  /** Told to screen readers, of what the person has just done. */
  readonly status: string;
  readonly onImageError: (src: string) => void;
}

export interface MeterProps {
  readonly label: string;
  /** "18 of 20"; empty where the label says it. */
  readonly usage: string;
  /** "2 left"; empty while there is enough. */
  readonly left: string;
  readonly level: 'fine' | 'near' | 'full';
  readonly used: number;
  readonly limit: number;
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
  const { frame, title, text, image, meter, achievements, actions, status, onImageError } = props;
  // What names the whole: the first that there is.
  const names = (which: unknown): { id?: string } =>
    [title, text, meter, achievements].find(Boolean) === which ? { id: 'question' } : {};
  return (
    <Card {...frame} status={status && <span class="sr">{status}</span>}>
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
              <h2 class="question" part="title" {...names(title)}>
                {title}
              </h2>
            )}
            {text && (
              <p class="text" part="text" {...names(text)}>
                {text}
              </p>
            )}
          </div>
        )}
        {meter && <Meter {...meter} {...names(meter)} />}
        {achievements?.show(names(achievements).id)}
        {actions.length > 0 && (
          <div class="actions" part="actions">
            {actions.map((action, at) => (
              <Action {...action} isFirst={at === 0 && !achievements?.asks} />
            ))}
          </div>
        )}
      </div>
    </Card>
  );
}

function Meter({ label, usage, left, level, used, limit, id }: MeterProps & { readonly id?: string }) {
  return (
    <div class={`meter ${level}`} part="meter" id={id}>
      <div class="row">
        <span id="meter">{label || usage}</span>
        {label && usage && <strong>{usage}</strong>}
      </div>
      <div
        class="track"
        part="track"
        role="meter"
        aria-labelledby="meter"
        aria-valuenow={Math.min(used, limit)}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuetext={[usage, left].filter(Boolean).join(', ') || label}
      >
        <div class="bar" part="bar" style={{ '--_value': `${Math.min(1, used / limit) * 100}%` }} />
      </div>
      {left && (
        <span class="hint" part="left">
          {left}
        </span>
      )}
    </div>
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
