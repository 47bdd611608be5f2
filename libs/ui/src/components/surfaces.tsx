import type { ComponentChildren } from 'preact';
import type { Language } from '../language.js';
import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';
import { Icon, type IconName } from './icons.js';

interface WithChildren {
  readonly children?: ComponentChildren;
}

export interface CardProps extends WithChildren {
  readonly title?: ComponentChildren;
  readonly icon?: IconName;
  /** The heading's level, by the outline of the page. */
  readonly level?: 2 | 3;
  readonly tone?: 'plain' | 'accent';
}

export const Card = ({ title, icon, level = 2, tone = 'plain', children }: CardProps) => {
  const Heading = `h${level}` as const;
  return (
    <section class={`zk-card zk-card-${tone}`}>
      {title !== undefined && (
        <Heading class="zk-card-title">
          {icon && <Icon name={icon} />}
          <span>{title}</span>
        </Heading>
      )}
      {children}
    </section>
  );
};

export type Tone = 'info' | 'success' | 'warning' | 'danger';
const ICONS = { info: 'info', success: 'check', warning: 'warning', danger: 'cross' } as const;

export interface AlertProps extends WithChildren {
  readonly tone?: Tone;
  readonly title?: ComponentChildren;
  /** Announced at once, for what happens while the reader is on the page. */
  readonly live?: boolean;
}

export const Alert = ({ tone = 'info', title, live = false, children }: AlertProps) => {
  const t = useTexts(UI_TEXTS);
  const role = live ? (tone === 'danger' ? 'alert' : 'status') : undefined;
  return (
    <div class={`zk-alert zk-alert-${tone}`} role={role}>
      <Icon name={ICONS[tone]} />
      <div>
        {/* Colour and icon say it too, but not to everyone. */}
        <span class="zk-hidden">{t[tone]}: </span>
        {title !== undefined && <strong class="zk-alert-title">{title}</strong>}
        {children}
      </div>
    </div>
  );
};

export const Badge = ({
  tone = 'info',
  icon,
  children,
}: WithChildren & { readonly tone?: Tone | 'neutral'; readonly icon?: IconName }) => (
  <span class={`zk-badge zk-badge-${tone}`}>
    {icon && <Icon name={icon} />}
    {children}
  </span>
);

/** What another party wrote, announced and shown as a quote, in its language. */
export const Quote = ({
  from,
  lang,
  children,
}: WithChildren & { readonly from: string; readonly lang?: Language | string }) => {
  const t = useTexts(UI_TEXTS);
  return (
    <figure class="zk-quote">
      <figcaption>{t.quoteFrom(from)}</figcaption>
      <blockquote lang={lang} dir="auto">
        {children}
      </blockquote>
    </figure>
  );
};

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
}

/** Names and values. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl class="zk-facts">
    {facts.map(({ name, value }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

export interface StepsProps {
  readonly steps: readonly string[];
  /** The index of the step that the reader is at. */
  readonly current: number;
  readonly label: string;
}

export const Steps = ({ steps, current, label }: StepsProps) => {
  const t = useTexts(UI_TEXTS);
  return (
    <ol class="zk-steps" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          class={index < current ? 'zk-step-done' : undefined}
          aria-current={index === current ? 'step' : undefined}
        >
          <span class="zk-step-mark" aria-hidden="true">
            {index < current ? <Icon name="check" /> : index + 1}
          </span>
          <span>
            {step}
            {index < current && <span class="zk-hidden"> ({t.done})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
};

/** More than a first reading needs, behind its title. */
export const Details = ({
  title,
  children,
  open,
}: WithChildren & { readonly title: string; readonly open?: boolean }) => (
  <details class="zk-details" open={open}>
    <summary>{title}</summary>
    <div class="zk-details-content">{children}</div>
  </details>
);

/** A list whose items have an icon: what is learned, what is not. */
export const IconList = ({
  items,
  icon,
  tone = 'neutral',
}: {
  readonly items: readonly ComponentChildren[];
  readonly icon: IconName;
  readonly tone?: Tone | 'neutral';
}) => (
  // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of lists without markers.
  <ul class={`zk-icon-list zk-tone-${tone}`} role="list">
    {items.map((item, index) => (
      <li key={index}>
        <Icon name={icon} />
        <span>{item}</span>
      </li>
    ))}
  </ul>
);

/** What a list says when it has no items yet, and what to do about it. */
export const Empty = ({
  icon,
  title,
  children,
}: WithChildren & { readonly icon: IconName; readonly title: string }) => (
  <div class="zk-empty">
    <Icon name={icon} />
    <h2>{title}</h2>
    {children}
  </div>
);

/** Buttons side by side, one below the other on phones. */
export const Actions = ({ children }: WithChildren) => <div class="zk-actions">{children}</div>;

/** For screen readers only. */
export const Hidden = ({ children }: WithChildren) => <span class="zk-hidden">{children}</span>;
