import { Checkbox, Field, Select, say, useTexts } from '@zk-income/ui';
import type { Parameter } from '../api.js';
import { CLAIM_TEXTS, TEXTS, UNIT_TEXTS, VALUE_TEXTS } from '../texts.js';

export interface ParameterFieldProps {
  readonly parameter: Parameter;
  /** What is entered; names separated by spaces for claims. */
  readonly value: string;
  readonly currency: string;
  readonly error?: string;
  readonly onInput: (value: string) => void;
}

const wordsOf = (catalogue: Readonly<Record<string, { en: string; de: string }>>, name: string): string => {
  const words = catalogue[name];
  return words === undefined ? name : say(words);
};

/** The field of one parameter of a template, by its type. */
export const ParameterField = ({ parameter, value, currency, error, onInput }: ParameterFieldProps) => {
  const t = useTexts(TEXTS);
  const { type, unit, required, values = [] } = parameter;
  const common = { label: say(parameter.description), required, error };
  if (type === 'choice') {
    const options = values.map((one) => ({ value: one, label: wordsOf(VALUE_TEXTS, one) }));
    return <Select {...common} value={value} options={options} onChange={onInput} />;
  }
  if (type === 'claims') {
    const chosen = value.split(' ').filter((name) => name !== '');
    const toggle = (name: string, isChosen: boolean) =>
      onInput([...chosen.filter((one) => one !== name), ...(isChosen ? [name] : [])].join(' '));
    return (
      <fieldset class="zk-fieldset">
        <legend class="zk-label">{t.disclose}</legend>
        <span class="zk-hint">{t.discloseHint}</span>
        {values.map((name) => (
          <Checkbox
            key={name}
            checked={chosen.includes(name)}
            onChange={(isChosen) => toggle(name, isChosen)}
          >
            {wordsOf(CLAIM_TEXTS, name)}
          </Checkbox>
        ))}
      </fieldset>
    );
  }
  const shownUnit = type === 'amount' ? currency : unit && wordsOf(UNIT_TEXTS, unit);
  return (
    <Field
      {...common}
      value={value}
      unit={shownUnit}
      inputMode={type === 'amount' || type === 'ratio' ? 'decimal' : type === 'integer' ? 'numeric' : 'text'}
      hint={type === 'amount' ? t.amountHint : undefined}
      onInput={onInput}
    />
  );
};
