import { useState } from 'preact/hooks';
import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';
import { Icon } from './icons.js';

export interface AmountProps {
  /** What the amount is, for the button's name. */
  readonly name: string;
  /** Fetches the formatted amount, when the reader asks for it: until then it is not in the page. */
  readonly reveal: () => string | Promise<string>;
}

/** An amount that is hidden until the reader asks for it. */
export const Amount = ({ name, reveal }: AmountProps) => {
  const t = useTexts(UI_TEXTS);
  const [text, setText] = useState<string>();
  const isShown = text !== undefined;
  const toggle = async () => setText(isShown ? undefined : await reveal());
  return (
    <span class="zk-amount">
      <span aria-live="polite">
        {isShown ? (
          text
        ) : (
          <>
            <span aria-hidden="true">••••••</span>
            <span class="zk-hidden">{t.amountHidden}</span>
          </>
        )}
      </span>
      <button
        type="button"
        class="zk-icon-button"
        aria-pressed={isShown}
        aria-label={`${isShown ? t.hide : t.show}: ${name}`}
        onClick={() => void toggle()}
      >
        <Icon name={isShown ? 'eyeOff' : 'eye'} />
      </button>
    </span>
  );
};
