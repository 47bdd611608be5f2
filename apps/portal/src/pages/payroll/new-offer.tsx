import {
  Actions,
  Alert,
  Button,
  Card,
  Details,
  Field,
  formatDay,
  Loading,
  Select,
  say,
  useTexts,
} from '@zk-income/ui';
import { useState } from 'preact/hooks';
import { type ApiError, type Attribute, api, type CreatedOffer, type PayrollForm } from '../api.js';
import { Problem } from '../problem.js';
import { ID_TYPE_TEXTS, TEXTS } from '../texts.js';
import { asApiError, useData } from '../use-data.js';
import {
  emptyPerson,
  examplePerson,
  MAIN_ATTRIBUTES,
  offerOf,
  type PersonInput,
  readValue,
} from './offer-input.js';
import { OfferLink } from './offer-link.js';

const capitalized = (text: string): string =>
  text.replace(/^(?:das |die |der )?(.)/, (_, letter) => letter.toUpperCase());

const PersonForm = ({
  form,
  onCreated,
}: {
  readonly form: PayrollForm;
  readonly onCreated: (name: string, offer: CreatedOffer) => void;
}) => {
  const t = useTexts(TEXTS);
  const idTypes = useTexts(ID_TYPE_TEXTS);
  const [person, setPerson] = useState<PersonInput>(() => emptyPerson(form));
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const set = (changes: Partial<PersonInput>) => setPerson({ ...person, ...changes });
  const required = (text: string) => (isTried && text.trim() === '' ? t.missing : undefined);

  const amount = (attribute: Attribute) => {
    const { name, unit, meaning } = attribute;
    const text = person.amounts[name] ?? '';
    const isWrong = text === '' ? isTried : readValue(attribute, text) === undefined;
    return (
      <Field
        key={name}
        label={capitalized(say(meaning))}
        value={text}
        unit={unit === 'months' ? t.months : 'EUR'}
        inputMode={unit === 'months' ? 'numeric' : 'decimal'}
        error={isWrong ? t.unreadable : error?.faultOf(`attributes/${name}`)}
        onInput={(value) => set({ amounts: { ...person.amounts, [name]: value } })}
      />
    );
  };
  const submit = async () => {
    setTried(true);
    const offer = offerOf(person, form);
    const name = `${person.givenName.trim()} ${person.familyName.trim()}`.trim();
    if (
      offer === undefined ||
      [person.givenName, person.familyName, person.id].some((text) => text.trim() === '')
    )
      return;
    setBusy(true);
    try {
      onCreated(name, await api.createOffer(name, offer));
    } catch (failure) {
      setError(asApiError(failure));
    }
    setBusy(false);
  };
  const isMain = ({ name }: Attribute) => MAIN_ATTRIBUTES.includes(name);

  return (
    <form
      class="zk-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Actions>
        <Button kind="quiet" icon="person" onClick={() => setPerson(examplePerson(form))}>
          {t.fillExample}
        </Button>
      </Actions>
      <Card title={t.person} icon="person">
        <div class="zk-columns">
          <Field
            label={t.givenName}
            value={person.givenName}
            required
            error={required(person.givenName)}
            onInput={(givenName) => set({ givenName })}
          />
          <Field
            label={t.familyName}
            value={person.familyName}
            required
            error={required(person.familyName)}
            onInput={(familyName) => set({ familyName })}
          />
          <Field
            label={t.birthdate}
            type="date"
            value={person.birthdate}
            error={error?.faultOf('claims/birthdate')}
            onInput={(birthdate) => set({ birthdate })}
          />
          <Select
            label={t.country}
            value={person.country}
            options={form.countries.map((value) => ({ value, label: value }))}
            onChange={(country) => set({ country })}
          />
          <Select
            label={t.idType}
            value={person.idType}
            options={form.idTypes.map((value) => ({
              value,
              label: idTypes[value as keyof typeof idTypes] ?? value,
            }))}
            onChange={(idType) => set({ idType })}
          />
          <Field
            label={t.idNumber}
            hint={t.idHint}
            value={person.id}
            required
            error={required(person.id) ?? error?.faultOf('identity/id')}
            onInput={(id) => set({ id })}
          />
        </div>
      </Card>
      <Card title={t.amounts} icon="card">
        <Select
          label={t.period}
          value={String(person.period)}
          options={form.periods.map(({ start, end, pay_periods: { count } }, index) => ({
            value: String(index),
            label: t.periodOf(count, formatDay(start), formatDay(end)),
          }))}
          onChange={(period) => set({ period: Number(period) })}
        />
        <p>{t.amountsText}</p>
        <div class="zk-columns">{form.attributes.filter(isMain).map(amount)}</div>
        <Details title={t.otherAmounts}>
          <div class="zk-columns">{form.attributes.filter((one) => !isMain(one)).map(amount)}</div>
        </Details>
      </Card>
      <Problem error={error} />
      <Actions>
        <Button type="submit" kind="primary" busy={isBusy}>
          {t.createOffer}
        </Button>
      </Actions>
    </form>
  );
};

/** Offers credentials to one person. */
export const NewOffer = () => {
  const t = useTexts(TEXTS);
  const { data, error } = useData(api.payroll);
  const [created, setCreated] = useState<{ readonly name: string; readonly offer: CreatedOffer }>();
  return (
    <div class="zk-stack">
      <p>
        <a href="#/payroll">{t.allOffers}</a>
      </p>
      <h1>{created === undefined ? t.newOffer : t.offerFor(created.name)}</h1>
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data !== undefined && created === undefined && (
        <PersonForm form={data} onCreated={(name, offer) => setCreated({ name, offer })} />
      )}
      {created !== undefined && (
        <>
          <OfferLink {...created} />
          <Alert>{t.shownOnce}</Alert>
        </>
      )}
    </div>
  );
};
