import { Card, type Frame } from '../shared/card.js';

interface RewardsViewProps {
  readonly frame: Frame;
  readonly title: string;
  /** Empty where there are no levels, as with every text here. */
  readonly level: string;
  readonly points: string;
  readonly progress: { readonly label: string; readonly share: number; readonly text: string } | null;
  /** Where there is nothing to come: what is said instead. */
  readonly top: string;
  readonly badgesTitle: string;
  readonly badges: readonly BadgeProps[];
  readonly anniversary: { readonly text: string; readonly isToday: boolean } | null;
  /** Announced, and shown below the rest. */
  readonly status: string;
}

export interface BadgeProps {
  readonly title: string;
  readonly isEarned: boolean;
  /** "Earned on 3 May". */
  readonly when: string;
  /** A character or two in place of the star. */
  readonly icon: string;
}

/** Points, level, badges and anniversary: props in. */
export function RewardsView(props: RewardsViewProps) {
  const { frame, title, level, points, progress, top, badgesTitle, badges, anniversary, status } = props;
  return (
    <Card {...frame} status={status && <p class="sr">{status}</p>}>
      <div class="rewards" part="rewards">
        <h2 class="question" part="title" id="question">
          {title}
        </h2>
        {(level || points) && (
          <div part="standing">
            <div class="row">
              {level && (
                <span class="level" part="level">
                  {level}
                </span>
              )}
              <span class="points" part="points">
                {points}
              </span>
            </div>
            {progress && (
              <>
                <div
                  class="track"
                  part="track"
                  role="progressbar"
                  aria-label={progress.label}
                  aria-valuenow={Math.floor(progress.share * 100)}
                  aria-valuemin={0}
                  aria-valuemax={100}
                  aria-valuetext={progress.text}
                >
                  <div class="bar" part="bar" style={{ '--_value': `${progress.share * 100}%` }} />
                </div>
                <span class="hint" part="next">
                  {progress.text}
                </span>
              </>
            )}
            {top && (
              <span class="hint" part="next">
                {top}
              </span>
            )}
          </div>
        )}
        {badges.length > 0 && (
          <section aria-labelledby="badges">
            <h3 id="badges">{badgesTitle}</h3>
            <ul role="list" part="badges">
              {badges.map((badge) => (
                <Badge {...badge} />
              ))}
            </ul>
          </section>
        )}
        {anniversary && (
          <p class={anniversary.isToday ? 'anniversary today' : 'anniversary hint'} part="anniversary">
            {anniversary.isToday && <span aria-hidden="true">★</span>}
            {anniversary.text}
          </p>
        )}
      </div>
    </Card>
  );
}

function Badge({ title, isEarned, when, icon }: BadgeProps) {
  return (
    <li class={isEarned ? 'badge earned' : 'badge'} part={isEarned ? 'badge badge-earned' : 'badge'}>
      <span class="medal" aria-hidden="true">
        {icon || (
          <svg viewBox="0 0 24 24">
            <path d="M12 2.5l2.9 6 6.6.9-4.8 4.6 1.2 6.5-5.9-3.2-5.9 3.2 1.2-6.5L2.500 9.400l6.600-.9z" />
          </svg>
        )}
      </span>
      <span>
        <span class="name">{title}</span>
        <span class="hint">{when}</span>
      </span>
    </li>
  );
}
