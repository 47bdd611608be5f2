import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';
import { Icon, type IconName } from './icons.js';
import { Spinner } from './progress.js';

type Kind = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Appearance {
  readonly kind?: Kind;
  readonly icon?: IconName;
  /** Takes the whole width, as on phones. */
  readonly wide?: boolean;
  readonly children?: ComponentChildren;
}

const classOf = ({ kind = 'secondary', wide }: Appearance) =>
  `zk-button zk-button-${kind}${wide ? ' zk-button-wide' : ''}`;

export interface ButtonProps extends Appearance {
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** Shows that the action is running; it cannot be started again until then. */
  readonly busy?: boolean;
  /** The accessible name, where the content does not say enough. */
  readonly label?: string;
  readonly expanded?: boolean;
  readonly pressed?: boolean;
}

export const Button = (props: ButtonProps) => {
  const {
    onClick,
    type = 'button',
    disabled,
    busy = false,
    label,
    expanded,
    pressed,
    icon,
    children,
  } = props;
  return (
    <button
      class={classOf(props)}
      type={type}
      // A button that loses the focus because it is disabled takes keyboard users back to the start of the page.
      aria-disabled={busy || undefined}
      disabled={disabled}
      aria-label={label}
      aria-expanded={expanded}
      aria-pressed={pressed}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
};

export interface LinkButtonProps extends Appearance {
  readonly href: string;
  /** The name of the file that the link saves. */
  readonly download?: string;
}

/** A link that looks like a button: it leads to another place, and a button does something. */
export const LinkButton = (props: LinkButtonProps) => (
  <a class={classOf(props)} href={props.href} download={props.download}>
    {props.icon && <Icon name={props.icon} />}
    {props.children}
  </a>
);

/** Copies a text. Screen readers hear whether it worked. */
export const CopyButton = ({ text, children, ...appearance }: Appearance & { readonly text: string }) => {
  const t = useTexts(UI_TEXTS);
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  return (
    <>
      <Button icon={state === 'copied' ? 'check' : 'copy'} {...appearance} onClick={() => void copy()}>
        {state === 'copied' ? t.copied : (children ?? t.copy)}
      </Button>
      <span class="zk-hidden" role="status">
        {state === 'copied' ? t.copied : ''}
      </span>
      {state === 'failed' && (
        <span class="zk-hint" role="alert">
          {t.copyFailed}
        </span>
      )}
    </>
  );
};
