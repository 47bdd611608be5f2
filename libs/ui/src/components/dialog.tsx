import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';
import { Icon } from './icons.js';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** The reader closed it: by the button, by Escape or by a tap beside it. */
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** A modal dialog: the browser keeps the focus inside it, and gives it back afterwards. */
export const Dialog = ({ open, title, onClose, children }: DialogProps) => {
  const t = useTexts(UI_TEXTS);
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog?.open === false) dialog.showModal();
    if (!open && dialog?.open === true) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, which the browser does itself.
    <dialog
      ref={ref}
      class="zk-dialog"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div class="zk-dialog-content">
        <header>
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="zk-icon-button"
            aria-label={t.close}
            onClick={() => ref.current?.close()}
          >
            <Icon name="cross" />
          </button>
        </header>
        {open && children}
      </div>
    </dialog>
  );
};
