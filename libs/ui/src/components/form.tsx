import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';

interface Described {
  readonly label: string;
  /** What to enter, in one sentence. */
  readonly hint?: ComponentChildren;
  /** What is wrong and what to do. */
  readonly error?: string;
  readonly required?: boolean;
}

interface Ids {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** Label, hint and error around any input, connected for screen readers. */
export const FieldFrame = ({
  label,
  hint,
  error,
  required,
  children,
}: Described & { readonly children: (ids: Ids) => ComponentChildren }) => {
  const t = useTexts(UI_TEXTS);
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={`zk-field${error ? ' zk-field-invalid' : ''}`}>
      <label class="zk-label" for={id}>
        {label}
        {required && <span class="zk-required"> ({t.required})</span>}
      </label>
      {hint && (
        <span class="zk-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <span class="zk-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
};

export interface FieldProps extends Described {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'email' | 'url' | 'date' | 'password' | 'search';
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'url' | 'email';
  readonly autoComplete?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  /** What stands after the amount, such as `EUR`. */
  readonly unit?: string;
  /** Codes and amounts, which are easier to read in figures of one width. */
  readonly monospace?: boolean;
}

export const Field = ({ value, onInput, type = 'text', unit, monospace, ...rest }: FieldProps) => {
  const { label, hint, error, required, ...attributes } = rest;
  return (
    <FieldFrame {...{ label, hint, error, required }}>
      {(ids) => (
        <span class={`zk-input-frame${unit ? ' zk-input-with-unit' : ''}`}>
          <input
            {...ids}
            {...attributes}
            class={`zk-input${monospace ? ' zk-monospace' : ''}`}
            // The types of Preact allow other attributes for each type.
            type={type as 'text'}
            required={required}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
          {unit && <span class="zk-unit">{unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
};

export interface TextAreaProps extends Described {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly monospace?: boolean;
}

export const TextArea = ({
  value,
  onInput,
  rows = 4,
  placeholder,
  monospace,
  ...described
}: TextAreaProps) => (
  <FieldFrame {...described}>
    {(ids) => (
      <textarea
        {...ids}
        class={`zk-input${monospace ? ' zk-monospace' : ''}`}
        rows={rows}
        placeholder={placeholder}
        required={described.required}
        spellcheck={false}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    )}
  </FieldFrame>
);

export interface SelectProps<Value extends string> extends Described {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export const Select = <Value extends string>({
  value,
  options,
  onChange,
  ...described
}: SelectProps<Value>) => (
  <FieldFrame {...described}>
    {(ids) => (
      <select
        {...ids}
        class="zk-input zk-select"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )}
  </FieldFrame>
);

export interface ChoiceProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
  readonly disabled?: boolean;
}

export const Checkbox = ({ checked, onChange, children, disabled }: ChoiceProps) => (
  <label class="zk-choice">
    <input
      type="checkbox"
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>{children}</span>
  </label>
);

export interface RadioGroupProps<Value extends string> {
  readonly legend: string;
  readonly value: Value | undefined;
  readonly options: readonly {
    readonly value: Value;
    readonly label: ComponentChildren;
    readonly hint?: ComponentChildren;
    readonly disabled?: boolean;
  }[];
  readonly onChange: (value: Value) => void;
}

export const RadioGroup = <Value extends string>({
  legend,
  value,
  options,
  onChange,
}: RadioGroupProps<Value>) => {
  const name = useId();
  return (
    <fieldset class="zk-fieldset">
      <legend class="zk-label">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="zk-choice zk-choice-framed">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <span class="zk-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
};
